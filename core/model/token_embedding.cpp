#include "model/token_embedding.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "tensor/norm.h"

namespace headscope {
namespace {

std::vector<Index> positionRows(const TokenEmbedding& embedding, std::span<const std::int32_t> ids,
                                std::span<const std::uint8_t> keyVisible) {
  std::vector<Index> rows;
  Index counted = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    switch (embedding.positionRule) {
      case PositionRule::index:
        rows.push_back(embedding.positionOffset + static_cast<Index>(i));
        break;
      case PositionRule::unpadded: {
        const bool real = ids[i] != embedding.padding;
        counted += real ? 1 : 0;
        rows.push_back(embedding.positionOffset + (real ? counted : 0));
        break;
      }
      case PositionRule::unmasked: {
        const bool kept = keyVisible.empty() || keyVisible[i] != 0;
        counted += kept ? 1 : 0;
        rows.push_back(embedding.positionOffset + (kept ? counted : 0) - 1);
        break;
      }
    }
  }
  return rows;
}

Matrix projected(const Affine& projection, const Matrix& x) {
  Matrix result(x.rows(), projection.weight.cols());
  affine(x, projection.weight, projection.bias, result);
  return result;
}

}  // namespace

Matrix TokenEmbedding::embed(std::span<const std::int32_t> ids,
                             std::span<const std::uint8_t> keyVisible) const {
  Matrix x(static_cast<Index>(ids.size()), dWord);
  MatrixRef words(x);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    readWord(ids[i], rowSpan(words, static_cast<Index>(i)));
  }
  if (scale != 1) {
    x *= scale;
  }
  if (wordProjection) {
    x = projected(*wordProjection, x);
  }
  if (tokenType.size() > 0) {
    x.rowwise() += tokenType;
  }
  if (positions.size() > 0) {
    const std::vector<Index> rows = positionRows(*this, ids, keyVisible);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      x.row(static_cast<Index>(i)) += positions.row(rows[i]);
    }
  }
  if (norm) {
    layerNorm(x, norm->weight, norm->bias, normEpsilon, x);
  }
  return projection ? projected(*projection, x) : x;
}

Index TokenEmbedding::mostTokens() const {
  if (positions.size() == 0) {
    return 0;
  }
  const Index unused = positionOffset + (positionRule == PositionRule::unpadded ? 1 : 0);
  return std::max<Index>(0, positions.rows() - unused);
}

}  // namespace headscope
