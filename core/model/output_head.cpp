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

Matrix OutputHead::logits(const ConstMatrixRef& hidden) const {
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
  Matrix logits(x.rows(), wordRows);
  parallelRanges(wordRows, kWordsAtOnce, [&](Index begin, Index end) {
    PackedMatrix words(dWord, end - begin);
    Matrix row(1, dWord);
    for (Index id = begin; id < end; ++id) {
      readWord(id, {row.data(), static_cast<std::size_t>(dWord)});
      words.setColumnsTransposed(id - begin, row);
    }
    multiply(x, words, logits.middleCols(begin, end - begin), scale);
  });
  if (bias.size() > 0) {
    logits.rowwise() += bias;
  }
  if (cap > 0) {
    logits = cap * (logits.array() / cap).tanh();
  }
  return logits;
}

}  // namespace headscope
