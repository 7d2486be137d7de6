#include "model/input_embedding.h"

#include "tensor/norm.h"

namespace headscope {

Matrix InputEmbedding::embed(std::span<const std::int32_t> ids) const {
  Matrix x(static_cast<Index>(ids.size()), dModel);
  MatrixRef rows(x);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    readWord(ids[i], rowSpan(rows, static_cast<Index>(i)));
  }
  if (tokenType.size() > 0) {
    x.rowwise() += tokenType;
  }
  if (positions.size() > 0) {
    x += positions.topRows(x.rows());
  }
  if (norm) {
    layerNorm(x, norm->weight, norm->bias, normEpsilon, x);
  }
  return x;
}

}  // namespace headscope
