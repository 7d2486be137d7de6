#include "model/output_head.h"

#include <algorithm>
#include <vector>

#include "tensor/norm.h"
#include "tensor/parallel.h"

namespace headscope {
namespace {

constexpr Index kWordsAtOnce = 256;

Matrix through(const Affine& layer, const ConstMatrixRef& input) {
  Matrix output(input.rows(), layer.weight.cols());
  affine(input, layer.weight, layer.bias, output);
  return output;
}

}  // namespace

Matrix OutputHead::project(const ConstMatrixRef& hidden) const {
  Matrix x = hidden;
  if (dense) {
    x = through(*dense, x);
    addBiasAndActivate(activation, Eigen::RowVectorXf(), x);
  }
  if (norm) {
    layerNorm(x, norm->weight, norm->bias, normEpsilon, x);
  }
  if (wordProjection) {
    x = through(*wordProjection, x);
  }
  return x;
}

Matrix OutputHead::ofWords(const ConstMatrixRef& hidden, Index words,
                           const std::function<Index(Index)>& wordAt) const {
  const Matrix x = project(hidden);
  Matrix logits(x.rows(), words);
  parallelRanges(words, kWordsAtOnce, [&](Index begin, Index end) {
    PackedMatrix packed(dWord, end - begin);
    Matrix row(1, dWord);
    for (Index i = begin; i < end; ++i) {
      readWord(wordAt(i), {row.data(), static_cast<std::size_t>(dWord)});
      packed.setColumnsTransposed(i - begin, row);
    }
    multiply(x, packed, logits.middleCols(begin, end - begin), scale);
  });
  if (bias.size() > 0) {
    for (Index i = 0; i < words; ++i) {
      logits.col(i).array() += bias[wordAt(i)];
    }
  }
  if (cap > 0) {
    logits = cap * (logits.array() / cap).tanh();
  }
  return logits;
}

Matrix OutputHead::logits(const ConstMatrixRef& hidden) const {
  return ofWords(hidden, wordRows, [](Index word) { return word; });
}

Matrix OutputHead::logits(const ConstMatrixRef& hidden, std::span<const std::int32_t> words) const {
  return ofWords(hidden, static_cast<Index>(words.size()),
                 [words](Index i) { return words[static_cast<std::size_t>(i)]; });
}

}  // namespace headscope
