#include "tensor/page_reuse.h"

#include <cstdlib>  // defines __GLIBC__

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace headscope {

void reuseFreedPages() {
#ifdef __GLIBC__
  constexpr int kMegabyte = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, 32 * kMegabyte);  // the most that is allowed
  mallopt(M_TRIM_THRESHOLD, 128 * kMegabyte);
#endif
}

}  // namespace headscope
