#pragma once

#include <cstddef>

namespace headscope {

// The one of the sizes in which two settings differ, or -1: changes of the same single size in a
// row (a spin box held down) are one step to undo.
template <typename Setting, std::size_t Count>
int changedSize(const Setting& a, const Setting& b, int Setting::*const (&sizes)[Count]) {
  int changed = -1;
  for (int i = 0; i < static_cast<int>(Count); ++i) {
    if (a.*sizes[i] != b.*sizes[i]) {
      if (changed != -1) {
        return -1;
      }
      changed = i;
    }
  }
  return changed;
}

}  // namespace headscope
