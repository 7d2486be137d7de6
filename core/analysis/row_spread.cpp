#include "analysis/row_spread.h"

#include <algorithm>
#include <cmath>

namespace headscope {

std::optional<RowSpread> rowSpread(std::span<const float> row, int visible) {
  constexpr double kRounding = 1e-3;
  double sum = 0;
  RowSpread spread{.visible = visible};
  for (const float weight : row) {
    sum += double{weight};
    if (weight > 0) {
      spread.bits -= double{weight} * std::log2(double{weight});
    }
  }
  if (!(std::abs(sum - 1) <= kRounding)) {  // a NaN, too
    return std::nullopt;
  }
  spread.bits = std::max(0.0, spread.bits);
  spread.keys = std::exp2(spread.bits);
  spread.most = visible > 1 ? std::log2(visible) : 0;
  spread.share = spread.most > 0 ? std::min(1.0, spread.bits / spread.most) : 0;
  return spread;
}

int visibleKeys(const SoftmaxSum& softmax, std::span<const float> row) {
  constexpr double kUnderflow = 1e-30;  // float32 softmax may round less than this to 0
  int hidden = 0;
  for (std::size_t j = 0; j < row.size() && j < softmax.terms.size(); ++j) {
    hidden += row[j] == 0 && softmax.terms[j] > kUnderflow * softmax.sum ? 1 : 0;
  }
  return softmax.visible - hidden;
}

int keysWithWeight(std::span<const float> row) {
  return static_cast<int>(std::ranges::count_if(row, [](float weight) { return weight > 0; }));
}

std::vector<int> strongestKeys(std::span<const float> row, int most) {
  std::vector<int> keys;
  for (int j = 0; j < static_cast<int>(row.size()); ++j) {
    if (row[static_cast<std::size_t>(j)] > 0) {
      keys.push_back(j);
    }
  }
  std::ranges::stable_sort(keys, std::ranges::greater(),
                           [&](int key) { return row[static_cast<std::size_t>(key)]; });
  keys.resize(std::min(keys.size(), static_cast<std::size_t>(std::max(0, most))));
  return keys;
}

}  // namespace headscope
