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

CopiedPart copiedPart(std::span<const float> weights, std::span<const float> lengths, int key) {
  CopiedPart part;
  for (std::size_t j = 0; j < weights.size(); ++j) {
    const double length = double{weights[j]} * double{lengths[j]};
    part.sum += length;
    if (static_cast<int>(j) == key) {
      part.length = length;
    }
  }
  part.share = part.sum > 0 ? part.length / part.sum : 0;
  return part;
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
