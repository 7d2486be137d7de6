#include "analysis/folded_source.h"

#include <algorithm>
#include <utility>

namespace headscope {
namespace {

// Weights of the source that are asked for at once: they stay in the second-level cache, and a
// large map never stands in memory whole.
constexpr Index kFoldedCells = Index{1} << 16U;

}  // namespace

FoldedSource::FoldedSource(std::shared_ptr<const AttentionSource> source,
                           std::shared_ptr<const TokenFolding> folding)
    : source_(std::move(source)), folding_(std::move(folding)), shape_(source_->shape()) {
  shape_.nQuery = static_cast<int>(folding_->queries.size());
  shape_.nKey = static_cast<int>(folding_->keys.size());
}

void FoldedSource::weights(HeadId head, int firstQuery, MatrixRef out) const {
  const Index allKeys = source_->shape().nKey;
  const Index most = std::max<Index>(1, kFoldedCells / std::max<Index>(allKeys, 1));
  const auto groupAt = [&](Index row) {
    return folding_->queries[static_cast<std::size_t>(firstQuery + row)];
  };
  Matrix band;
  for (Index row = 0; row < out.rows();) {
    const int first = groupAt(row).first;
    Index end = row + 1;
    while (end < out.rows() && groupAt(end).last - first < most) {
      ++end;
    }
    band.resize(groupAt(end - 1).last - first + 1, allKeys);
    source_->weights(head, first, band);
    for (; row < end; ++row) {
      const TokenGroup group = groupAt(row);
      auto mean = band.row(group.first - first);
      for (int other = group.first + 1; other <= group.last; ++other) {
        mean += band.row(other - first);
      }
      if (group.count() > 1) {
        mean /= static_cast<float>(group.count());
      }
      for (Index column = 0; column < out.cols(); ++column) {
        const TokenGroup& keys = folding_->keys[static_cast<std::size_t>(column)];
        float sum = mean(keys.first);
        for (int key = keys.first + 1; key <= keys.last; ++key) {
          sum += mean(key);
        }
        out(row, column) = sum;
      }
      if (const float sum = out.row(row).sum(); folding_->rescalesRows && sum > 0) {
        out.row(row) /= sum;
      }
    }
  }
}

std::optional<CellArithmetic> FoldedSource::arithmetic(HeadId head, int query, int key) const {
  const TokenGroup& queries = folding_->queries[static_cast<std::size_t>(query)];
  const TokenGroup& keys = folding_->keys[static_cast<std::size_t>(key)];
  if (queries.count() > 1 || keys.count() > 1) {
    return std::nullopt;
  }
  return source_->arithmetic(head, queries.first, keys.first);
}

}  // namespace headscope
