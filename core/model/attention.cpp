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

void scoresOfPacked(const ScoreRule& rule, HeadRows rows, const ConstMatrixRef& query,
                    const PackedMatrix& keys, MatrixRef scores) {
  const float scale = rule.scaleFor(static_cast<int>(query.cols()));
  if (rule.kind == ScoreKind::cosine) {
    multiply(unitRows(query), keys, scores, scale);
  } else {
    multiply(query, keys, scores, scale);
  }
  capScores(rule, scores);
  if (rule.bias != nullptr) {
    addBias(*rule.bias, rows.head, rows.firstQuery, scores);
  }
}

}  // namespace

float ScoreRule::scaleFor(int dK) const {
  const float own = kind == ScoreKind::scaledDot ? 1.0F / std::sqrt(static_cast<float>(dK)) : 1.0F;
  return scale.value_or(own);
}

void capScores(const ScoreRule& rule, MatrixRef scores) {
  if (rule.cap > 0) {
    scores = rule.cap * (scores.array() / rule.cap).tanh();
  }
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

void attentionScores(const ScoreRule& rule, HeadRows rows, const ConstMatrixRef& query,
                     const ConstMatrixRef& key, MatrixRef scores) {
  PackedMatrix keys;
  packKeys(rule.kind, key, keys);
  scoresOfPacked(rule, rows, query, keys, scores);
}

void attentionWeights(const ScoreRule& rule, const HeadSight& sight, HeadRows rows,
                      const ConstMatrixRef& query, const ConstMatrixRef& key, MatrixRef weights) {
  attentionScores(rule, rows, query, key, weights);
  applyMask(sight.mask(rows.head), sight.reach(rows.head), rows.firstQuery, weights);
  softmaxRows(weights);
}

void attend(const BlockConfig& config, const Mask& mask, const Projections& projections,
            Index firstQuery, AttentionWorkspace& workspace, MatrixRef concatenated,
            LayerEdits edits) {
  const Index queries = projections.query.rows();
  const Index keys = projections.key.rows();
  const Index dK = config.dK;
  const Index blocks = (queries + kRowBlock - 1) / kRowBlock;
  const auto keyHeads = static_cast<std::size_t>(config.keyHeads());
  const HeadSight sight(mask, config.score.reach, edits);
  workspace.keys.resize(keyHeads);
  workspace.values.resize(keyHeads);
  parallelPieces(config.keyHeads(), [&](Index piece) {
    const auto head = static_cast<std::size_t>(piece);
    const Index column = piece * dK;
    packKeys(config.score.kind, projections.key.middleCols(column, dK), workspace.keys[head]);
    workspace.values[head].resize(keys, dK);
    workspace.values[head].setColumns(0, projections.value.middleCols(column, dK));
  });
  parallelPieces(config.heads * blocks, [&](Index piece) {
    const int head = static_cast<int>(piece / blocks);
    const auto keyHead = static_cast<std::size_t>(config.keyHeadOf(head));
    const Index column = head * dK;
    const Index first = piece % blocks * kRowBlock;
    const Index rows = std::min(kRowBlock, queries - first);
    const Index position = firstQuery + first;
    const Mask& seen = sight.mask(head);
    const Reach& reach = sight.reach(head);
    const HeadId id{edits.layer, head};
    const bool isChanged = edits.edits != nullptr && changesMap(*edits.edits, id);
    // The keys after these have no weight, unless one is given to them by hand.
    Matrix weights(rows, isChanged ? keys : seenKeys(seen, reach, position + rows - 1, keys));
    Eigen::VectorXf sums(rows);
    scoresOfPacked(config.score, {.head = head, .firstQuery = position},
                   projections.query.block(first, column, rows, dK), workspace.keys[keyHead],
                   weights);
    applyMask(seen, reach, position, weights);
    exponentiateRows(weights, sums);
    MatrixRef output = concatenated.block(first, column, rows, dK);
    if (edits.edits != nullptr && isOff(*edits.edits, id)) {
      output.setZero();
      return;
    }
    if (isChanged) {
      weights.array().colwise() /= sums.array();
      applyEdits(*edits.edits, id, position, weights);
      sums.setOnes();
    }
    multiply(weights, workspace.values[keyHead], output);
    output.array().colwise() /= sums.array();
  });
}

}  // namespace headscope
