#pragma once

#include <cstdint>
#include <vector>

#include "model/score_rule.h"
#include "tensor/matrix.h"

namespace headscope {

// Which keys a query may see. The parts add up: a causal mask may also have padding. A score that
// is masked becomes the lowest float, so that a row with everything masked is uniform, as at
// Hugging Face, and never NaN.
struct Mask {
  bool causal = false;                   // key j is visible to query i where j <= i
  std::vector<std::uint8_t> keyVisible;  // (n_key) 0 for padding; empty: every key is visible
  Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>
      custom;  // (n_query, n_key) 0 where not visible; empty: no custom mask

  bool visible(Index query, Index key) const;
};

// How many of n keys, from the first, the queries up to position lastQuery see at most. All of them
// where a mask of padding or of one's own might leave a row without any: that row is uniform over
// all.
Index seenKeys(const Mask& mask, const Reach& reach, Index lastQuery, Index n);

// Overwrites what is not visible or out of reach in the scores of rows firstQuery … : (rows,
// n_key).
void applyMask(const Mask& mask, const Reach& reach, Index firstQuery, MatrixRef scores);

}  // namespace headscope
