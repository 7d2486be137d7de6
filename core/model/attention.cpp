#include "model/attention.h"

#include <algorithm>
#include <cmath>

#include "tensor/gemm.h"
#include "tensor/softmax.h"

namespace headscope {
namespace {

// Rows of the map done at a time: their scores stay in the second-level cache up to some
// thousand keys.
constexpr Index kRowBlock = 64;

}  // namespace

float scoreScale(ScoreKind kind, int dK) {
  return kind == ScoreKind::scaledDot ? 1.0F / std::sqrt(static_cast<float>(dK)) : 1.0F;
}

Matrix unitRows(const ConstMatrixRef& rows) {
  Matrix unit = rows;
  for (Index i = 0; i < unit.rows(); ++i) {
    const float length = unit.row(i).norm();
    if (length > 0) {
      unit.row(i) /= length;
    }
  }
  return unit;
}

void attentionScores(ScoreKind kind, const ConstMatrixRef& query, const ConstMatrixRef& key,
                     MatrixRef scores) {
  if (kind == ScoreKind::cosine) {
    multiplyTransposed(unitRows(query), unitRows(key), scores);
  } else {
    multiplyTransposed(query, key, scores, scoreScale(kind, static_cast<int>(query.cols())));
  }
}

void attentionWeights(ScoreKind kind, const Mask& mask, Index firstQuery,
                      const ConstMatrixRef& query, const ConstMatrixRef& key, MatrixRef weights) {
  attentionScores(kind, query, key, weights);
  applyMask(mask, firstQuery, weights);
  softmaxRows(weights);
}

void attend(const BlockConfig& config, const Mask& mask, const ConstMatrixRef& queryKeyValue,
            MatrixRef concatenated) {
  const Index n = queryKeyValue.rows();
  const Index dK = config.dK;
  const Index dHeads = config.dHeads();
  const Index blocks = (n + kRowBlock - 1) / kRowBlock;
#pragma omp parallel
  {
    Matrix scratch(std::min(n, kRowBlock), n);
#pragma omp for collapse(2) schedule(dynamic)
    for (Index head = 0; head < config.heads; ++head) {
      for (Index block = 0; block < blocks; ++block) {
        const Index first = block * kRowBlock;
        const Index rows = std::min(kRowBlock, n - first);
        const auto query = queryKeyValue.block(first, head * dK, rows, dK);
        const auto key = queryKeyValue.block(0, dHeads + head * dK, n, dK);
        const auto value = queryKeyValue.block(0, 2 * dHeads + head * dK, n, dK);
        MatrixRef weights = scratch.topRows(rows);
        attentionWeights(config.score, mask, first, query, key, weights);
        multiply(weights, value, concatenated.block(first, head * dK, rows, dK));
      }
    }
  }
}

}  // namespace headscope
