#include "model/mask.h"

#include <algorithm>
#include <limits>

namespace headscope {

bool Mask::visible(Index query, Index key) const {
  return !(causal && key > query) &&
         (keyVisible.empty() || keyVisible[static_cast<std::size_t>(key)] != 0) &&
         (custom.size() == 0 || custom(query, key) != 0);
}

Index seenKeys(const Mask& mask, const Reach& reach, Index lastQuery, Index n) {
  if (!mask.keyVisible.empty() || mask.custom.size() > 0) {
    return n;
  }
  const Index ahead = mask.causal ? 0 : reach.ahead.value_or(static_cast<int>(n));
  return std::min(n, lastQuery + ahead + 1);
}

void applyMask(const Mask& mask, const Reach& reach, Index firstQuery, MatrixRef scores) {
  constexpr float kMasked = std::numeric_limits<float>::lowest();
  const bool everyKeyVisible =
      std::all_of(mask.keyVisible.begin(), mask.keyVisible.end(), [](auto v) { return v != 0; });
  const Index n = scores.cols();
  for (Index i = 0; i < scores.rows(); ++i) {
    const std::span<float> row = rowSpan(scores, i);
    const Index query = firstQuery + i;
    const Index ahead = mask.causal ? 0 : reach.ahead.value_or(n);
    if (query + ahead + 1 < n) {
      std::fill(row.begin() + query + ahead + 1, row.end(), kMasked);
    }
    if (reach.back && query > *reach.back) {
      std::fill_n(row.begin(), std::min(n, query - *reach.back), kMasked);
    }
    if (everyKeyVisible && mask.custom.size() == 0) {
      continue;
    }
    for (Index j = 0; j < n; ++j) {
      if (!mask.visible(query, j)) {
        row[static_cast<std::size_t>(j)] = kMasked;
      }
    }
  }
}

}  // namespace headscope
