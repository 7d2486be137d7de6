#pragma once

namespace headscope {

// Asks the allocator to keep the pages of freed matrices for the next ones, up to 128 MB. A forward
// pass at 512 tokens allocates some 10 MB that the one before has freed; getting them from the
// kernel each time takes a sixth of the pass. For the beginning of main(); it holds for the
// process.
void reuseFreedPages();

}  // namespace headscope
