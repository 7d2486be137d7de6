#include "analysis/value_weighting.h"

#include <utility>

namespace headscope {

Matrix copiedLengths(const BlockConfig& config, const Affine& output, const ConstMatrixRef& value) {
  Matrix lengths(config.heads, value.rows());
  const Matrix whole = output.weight.unpacked();  // (heads · d_k, d_model)
  for (int head = 0; head < config.heads; ++head) {
    const Matrix copied = value.middleCols(Index{config.keyHeadOf(head)} * config.dK, config.dK) *
                          whole.middleRows(Index{head} * config.dK, config.dK);
    lengths.row(head) = copied.rowwise().norm().transpose();
  }
  return lengths;
}

ValueWeighting::ValueWeighting(std::shared_ptr<const AttentionSource> source,
                               std::vector<Matrix> lengths)
    : source_(std::move(source)), lengths_(std::move(lengths)) {}

void ValueWeighting::weights(HeadId head, int firstQuery, MatrixRef out) const {
  source_->weights(head, firstQuery, out);
  const auto& lengths = lengths_[static_cast<std::size_t>(head.layer)].row(head.head);
  for (Index row = 0; row < out.rows(); ++row) {
    out.row(row).array() *= lengths.array();
    if (const float sum = out.row(row).sum(); sum > 0) {
      out.row(row) /= sum;
    }
  }
}

}  // namespace headscope
