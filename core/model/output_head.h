#pragma once

#include <functional>
#include <optional>
#include <span>

#include "model/weights.h"
#include "tensor/activation.h"

namespace headscope {

// From hidden states to logits: a number for each word of the vocabulary. The words are read row by
// row, so that a memory-mapped table need not be loaded.
struct OutputHead {
  // Masked language models transform first.
  std::optional<Affine> dense;  // (d_model, d_word)
  Activation activation = Activation::geluErf;
  std::optional<NormWeights> norm;
  float normEpsilon = 1e-12F;

  // Writes row `id` of the table, 0 <= id < wordRows, as d_word floats.
  std::function<void(Index id, std::span<float> row)> readWord;
  Index wordRows = 0;
  Index dWord = 0;
  std::optional<Affine> wordProjection;  // (d_model, d_word), without bias (OPT)
  Eigen::RowVectorXf bias;               // (wordRows), or empty for 0
  float scale = 1;                       // of the hidden states (T5)
  float cap = 0;                         // > 0: cap · tanh(logit / cap) (Gemma 2)

  // Of some rows of the last hidden state, (rows, d_model): (rows, wordRows).
  Matrix logits(const ConstMatrixRef& hidden) const;
  // The same of some words alone, each below wordRows: (rows, words).
  Matrix logits(const ConstMatrixRef& hidden, std::span<const std::int32_t> words) const;

 private:
  Matrix project(const ConstMatrixRef& hidden) const;
  Matrix ofWords(const ConstMatrixRef& hidden, Index words,
                 const std::function<Index(Index)>& wordAt) const;
};

}  // namespace headscope
