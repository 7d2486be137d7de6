#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/softmax_sum.h"

namespace headscope {

// How widely one query looks.
struct RowSpread {
  double bits = 0;   // the row's entropy, -sum a log2 a (Shannon 1948, section 6)
  double keys = 1;   // 2^bits: so many keys, looked at alike, would be as wide
  int visible = 0;   // keys that it can see
  double most = 0;   // log2(visible), of a row that looks at all of them alike
  double share = 0;  // bits ÷ most, 0 to 1; 0 where it can see one key alone
};

// row (n_key). Nothing where it is no distribution: a number that is none, or a sum that is not 1
// to within 0.001.
std::optional<RowSpread> rowSpread(std::span<const float> row, int visible);

// How many keys a row can see: as the mask of its softmax leaves them, but for those that the
// softmax gave a weight and that have none, since they were hidden by hand.
int visibleKeys(const SoftmaxSum& softmax, std::span<const float> row);
// The same where nothing is known but the weights: those that have one.
int keysWithWeight(std::span<const float> row);

// The keys a row looks at most, strongest first, equals in the order of the text; without those of
// no weight.
std::vector<int> strongestKeys(std::span<const float> row, int most);

}  // namespace headscope
