#include "views/strongest_key.h"

#include <algorithm>
#include <cmath>

namespace headscope {

int strongestKey(std::span<const float> weights, int first, int last) {
  int best = -1;
  for (int i = std::max(first, 0); i <= last && i < static_cast<int>(weights.size()); ++i) {
    const float weight = std::abs(weights[static_cast<std::size_t>(i)]);
    if (!std::isnan(weight) &&
        (best < 0 || weight > std::abs(weights[static_cast<std::size_t>(best)]))) {
      best = i;
    }
  }
  return best;
}

}  // namespace headscope
