#include "analysis/difference_source.h"

#include <algorithm>
#include <utility>

namespace headscope {

DifferenceSource::DifferenceSource(std::shared_ptr<const AttentionSource> first,
                                   std::shared_ptr<const AttentionSource> second,
                                   std::vector<AlignedTokens> tokens)
    : first_(std::move(first)), second_(std::move(second)), tokens_(std::move(tokens)) {
  const AttentionShape a = first_->shape();
  const AttentionShape b = second_->shape();
  const int pairs = static_cast<int>(tokens_.size());
  shape_ = {.layers = std::min(a.layers, b.layers),
            .heads = std::min(a.heads, b.heads),
            .nQuery = pairs,
            .nKey = pairs};
}

void DifferenceSource::weights(HeadId head, int firstQuery, MatrixRef out) const {
  out.setZero();
  const auto add = [&](const AttentionSource& source, int AlignedTokens::*side, Index row,
                       float sign) {
    const int query = tokens_[static_cast<std::size_t>(firstQuery + row)].*side;
    if (query < 0) {
      return;
    }
    const std::vector<float> weights = source.row(head, query);
    for (Index column = 0; column < out.cols(); ++column) {
      if (const int key = tokens_[static_cast<std::size_t>(column)].*side; key >= 0) {
        out(row, column) += sign * weights[static_cast<std::size_t>(key)];
      }
    }
  };
  for (Index row = 0; row < out.rows(); ++row) {
    add(*first_, &AlignedTokens::first, row, -1);
    add(*second_, &AlignedTokens::second, row, 1);
  }
}

}  // namespace headscope
