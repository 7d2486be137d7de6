#include "model/attention_source.h"

#include <algorithm>

namespace headscope {

Matrix AttentionSource::map(HeadId head) const {
  const AttentionShape size = shape();
  Matrix map(size.nQuery, size.nKey);
  if (map.size() > 0) {
    weights(head, 0, map);
  }
  return map;
}

std::vector<float> AttentionSource::row(HeadId head, int query) const {
  std::vector<float> row(static_cast<std::size_t>(shape().nKey));
  weights(head, query, MatrixView(row.data(), 1, shape().nKey, Eigen::OuterStride<>(shape().nKey)));
  return row;
}

Matrix AttentionSource::pooledMap(HeadId head, int level) const {
  const AttentionShape size = shape();
  const int side = 1 << level;
  const int rows = (size.nQuery + side - 1) / side;
  const int columns = (size.nKey + side - 1) / side;
  Matrix pooled(rows, columns);
  Matrix band;
  for (int i = 0; i < rows; ++i) {
    // A band of the full map at a time: a map of 8,192 tokens never stands in memory whole.
    band.resize(std::min(side, size.nQuery - i * side), size.nKey);
    weights(head, i * side, band);
    for (int j = 0; j < columns; ++j) {
      pooled(i, j) = band.middleCols(j * side, std::min(side, size.nKey - j * side)).maxCoeff();
    }
  }
  return pooled;
}

}  // namespace headscope
