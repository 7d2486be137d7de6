#pragma once

namespace headscope {

class Commands;

// `headscope compare --model M --text A --text2 B --row it [--most N] [--json]`: how much that row
// of each head moved from one text to the other, the most first.
void addCompareCommand(Commands program);

}  // namespace headscope
