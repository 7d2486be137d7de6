#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "model/weights.h"

namespace headscope {

// What a text is before the first block: word + position + token type, normed where the model
// does. The word table is read row by row, so that a memory-mapped one need not be loaded.
struct InputEmbedding {
  // Writes row `id` of the word table, 0 <= id < wordRows, as floats.
  std::function<void(Index id, std::span<float> row)> readWord;
  Index wordRows = 0;
  Index dModel = 0;
  Matrix positions;              // (n_positions, d_model), or empty for none
  Eigen::RowVectorXf tokenType;  // (d_model) row of the first segment, or empty for none
  std::optional<NormWeights> norm;
  float normEpsilon = 1e-12F;

  // (n, d_model). Every id must be below wordRows and n at most positions.rows() where there are
  // positions: the caller has checked.
  Matrix embed(std::span<const std::int32_t> ids) const;
};

}  // namespace headscope
