#include "model/attention.h"

#include <algorithm>
#include <cmath>

#include "tensor/parallel.h"
#include "tensor/softmax.h"

namespace headscope {
namespace {

// Rows of the map done at a time: their scores stay in the second-level cache up to some
// thousand keys. A multiple of the rows that the product's kernel takes at once.
constexpr Index kRowBlock = 48;

void scoresOfPacked(ScoreKind kind, const ConstMatrixRef& query, const PackedMatrix& keys,
                    MatrixRef scores) {
  if (kind == ScoreKind::cosine) {
    multiply(unitRows(query), keys, scores);
  } else {
    multiply(query, keys, scores, scoreScale(kind, static_cast<int>(query.cols())));
  }
}

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

void packKeys(ScoreKind kind, const ConstMatrixRef& key, PackedMatrix& keys) {
  keys.resize(key.cols(), key.rows());
  if (kind == ScoreKind::cosine) {
    keys.setColumnsTransposed(0, unitRows(key));
  } else {
    keys.setColumnsTransposed(0, key);
  }
}

void attentionScores(ScoreKind kind, const ConstMatrixRef& query, const ConstMatrixRef& key,
                     MatrixRef scores) {
  PackedMatrix keys;
  packKeys(kind, key, keys);
  scoresOfPacked(kind, query, keys, scores);
}

void attentionWeights(ScoreKind kind, const Mask& mask, Index firstQuery,
                      const ConstMatrixRef& query, const ConstMatrixRef& key, MatrixRef weights) {
  attentionScores(kind, query, key, weights);
  applyMask(mask, firstQuery, weights);
  softmaxRows(weights);
}

void attend(const BlockConfig& config, const Mask& mask, const ConstMatrixRef& queryKeyValue,
            AttentionWorkspace& workspace, MatrixRef concatenated) {
  const Index n = queryKeyValue.rows();
  const Index dK = config.dK;
  const Index dHeads = config.dHeads();
  const Index blocks = (n + kRowBlock - 1) / kRowBlock;
  const auto heads = static_cast<std::size_t>(config.heads);
  workspace.keys.resize(heads);
  workspace.values.resize(heads);
  parallelPieces(config.heads, [&](Index piece) {
    const auto head = static_cast<std::size_t>(piece);
    const Index column = piece * dK;
    packKeys(config.score, queryKeyValue.middleCols(dHeads + column, dK), workspace.keys[head]);
    workspace.values[head].resize(n, dK);
    workspace.values[head].setColumns(0, queryKeyValue.middleCols(2 * dHeads + column, dK));
  });
  parallelPieces(config.heads * blocks, [&](Index piece) {
    const auto head = static_cast<std::size_t>(piece / blocks);
    const Index column = piece / blocks * dK;
    const Index first = piece % blocks * kRowBlock;
    const Index rows = std::min(kRowBlock, n - first);
    Matrix weights(rows, n);
    Eigen::VectorXf sums(rows);
    scoresOfPacked(config.score, queryKeyValue.block(first, column, rows, dK), workspace.keys[head],
                   weights);
    applyMask(mask, first, weights);
    exponentiateRows(weights, sums);
    MatrixRef output = concatenated.block(first, column, rows, dK);
    multiply(weights, workspace.values[head], output);
    output.array().colwise() /= sums.array();
  });
}

}  // namespace headscope
