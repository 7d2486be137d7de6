#include "analysis/difference_source.h"

#include <algorithm>
#include <utility>

namespace headscope {

DifferenceSource::DifferenceSource(std::shared_ptr<const AttentionSource> first,
                                   std::shared_ptr<const AttentionSource> second,
                                   AlignedMaps tokens, std::optional<HeadId> against)
    : first_(std::move(first)),
      second_(std::move(second)),
      tokens_(std::move(tokens)),
      against_(against) {
  const AttentionShape a = first_->shape();
  const AttentionShape b = second_->shape();
  shape_ = {.layers = against_ ? a.layers : std::min(a.layers, b.layers),
            .heads = against_ ? a.heads : std::min(a.heads, b.heads),
            .nQuery = static_cast<int>(tokens_.queries.size()),
            .nKey = static_cast<int>(tokens_.keys.size())};
}

void DifferenceSource::weights(HeadId head, int firstQuery, MatrixRef out) const {
  out.setZero();
  const auto add = [&](const AttentionSource& source, HeadId of, int AlignedTokens::*side,
                       Index row, float sign) {
    const int query = tokens_.queries[static_cast<std::size_t>(firstQuery + row)].*side;
    if (query < 0) {
      return;
    }
    const std::vector<float> weights = source.row(of, query);
    for (Index column = 0; column < out.cols(); ++column) {
      if (const int key = tokens_.keys[static_cast<std::size_t>(column)].*side; key >= 0) {
        out(row, column) += sign * weights[static_cast<std::size_t>(key)];
      }
    }
  };
  for (Index row = 0; row < out.rows(); ++row) {
    add(*first_, head, &AlignedTokens::first, row, -1);
    add(*second_, against_.value_or(head), &AlignedTokens::second, row, 1);
  }
}

}  // namespace headscope
