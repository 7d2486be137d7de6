#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "model/weights.h"
#include "position/position_kind.h"

namespace headscope {

// Which row of the position table a token gets.
enum class PositionRule {
  index,     // offset + its place
  unpadded,  // offset + how many tokens up to it are no padding; padding: offset (RoBERTa)
  unmasked,  // likewise of tokens that the attention mask keeps, less one (OPT)
};

// What a text is before the first block: word + position + token type, normed where the model
// does. The word table is read row by row, so that a memory-mapped one need not be loaded.
struct TokenEmbedding {
  // Writes row `id` of the word table, 0 <= id < wordRows, as d_word floats.
  std::function<void(Index id, std::span<float> row)> readWord;
  Index wordRows = 0;
  Index dWord = 0;
  float scale = 1;                                    // of the words
  std::optional<Affine> wordProjection;               // (d_word, d_model), of the words alone (OPT)
  Matrix positions;                                   // (n_positions, d_word), or empty for none
  PositionKind positionKind = PositionKind::learned;  // of the table
  PositionRule positionRule = PositionRule::index;
  Index positionOffset = 0;
  std::int32_t padding = -1;     // the id of padding, for PositionRule::unpadded
  Eigen::RowVectorXf tokenType;  // (d_word) row of the first segment, or empty for none
  std::optional<NormWeights> norm;
  float normEpsilon = 1e-12F;
  std::optional<Affine> projection;  // (d_word, d_model), of all together (ELECTRA, ALBERT)

  // (n, d_model). keyVisible (n) is the attention mask, empty for all 1. Every id must be below
  // wordRows and n at most mostTokens(): the caller has checked.
  Matrix embed(std::span<const std::int32_t> ids,
               std::span<const std::uint8_t> keyVisible = {}) const;

  // What the position table has room for; 0 without one.
  Index mostTokens() const;
};

}  // namespace headscope
