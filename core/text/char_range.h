#pragma once

#include <algorithm>
#include <span>

namespace headscope {

// Code points from first to last, both of them included.
struct CharRange {
  char32_t first;
  char32_t last;
};

// ranges: in order, and apart from each other.
inline bool contains(std::span<const CharRange> ranges, char32_t c) {
  const auto found =
      std::lower_bound(ranges.begin(), ranges.end(), c,
                       [](const CharRange& range, char32_t value) { return range.last < value; });
  return found != ranges.end() && c >= found->first;
}

}  // namespace headscope
