#include "model/block.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "model/attention.h"
#include "tensor/norm.h"
#include "tensor/parallel.h"
#include "tensor/softmax.h"

namespace headscope {
namespace {

// A branch before it is added, in place.
void normaliseBranch(const BlockConfig& config, const std::optional<NormWeights>& weights,
                     MatrixRef branch) {
  if (weights) {
    normalise(config, *weights, branch, branch);
  }
}

// Reports a layer's stages where the observer wants them, and costs a branch where not.
class Stages {
 public:
  Stages(TraceObserver& observer, int layer)
      : observer_(observer), layer_(layer), wanted_(observer.wantsStages(layer)) {}

  bool wanted() const { return wanted_; }
  bool wantsHead(int head) const { return wanted_ && observer_.wantsHead(layer_, head); }
  void report(Stage stage, const ConstMatrixRef& matrix, int head = kAllHeads) {
    if (wanted_) {
      observer_.onStage(layer_, stage, head, matrix);
    }
  }

 private:
  TraceObserver& observer_;
  int layer_;
  bool wanted_;
};

// What the stages of one head are called: those of a block's own attention, or of that to an
// encoder.
struct HeadStages {
  Stage scores = Stage::scores;
  Stage masked = Stage::maskedScores;
  Stage weights = Stage::weights;
  Stage output = Stage::headOutput;
};

void reportHeads(const BlockConfig& config, const Mask& mask, const Projections& projections,
                 Index firstQuery, LayerEdits edits, const ConstMatrixRef& concatenated,
                 Stages& stages, const HeadStages& names = {}) {
  Matrix map(projections.query.rows(), projections.key.rows());
  const HeadSight sight(mask, config.score.reach, edits);
  for (int head = 0; head < config.heads; ++head) {
    if (!stages.wantsHead(head)) {
      continue;
    }
    const HeadRows rows{.head = head, .firstQuery = firstQuery};
    const auto query = projections.query.middleCols(head * config.dK, config.dK);
    const auto key = projections.key.middleCols(config.keyHeadOf(head) * config.dK, config.dK);
    attentionScores(config.score, rows, query, key, map);
    stages.report(names.scores, map, head);
    applyMask(sight.mask(head), sight.reach(head), firstQuery, map);
    stages.report(names.masked, map, head);
    softmaxRows(map);
    if (edits.edits != nullptr) {
      applyEdits(*edits.edits, {edits.layer, head}, firstQuery, map);
    }
    stages.report(names.weights, map, head);
    stages.report(names.output, concatenated.middleCols(head * config.dK, config.dK), head);
  }
}

// x becomes x + branch, or branch alone, and is normed where the norm comes after.
void addBranch(const BlockConfig& config, const std::optional<NormWeights>& norm,
               const ConstMatrixRef& branch, MatrixRef x, Stage sumStage, Stages& stages) {
  const bool normsAfter = config.placement == NormPlacement::post && norm;
  const bool fused = normsAfter && config.residual == Residual::yes && !stages.wanted() &&
                     config.norm == NormKind::layerNorm;
  if (fused) {
    addLayerNorm(x, branch, norm->weight, norm->bias, config.normEpsilon, x);
    return;
  }
  if (config.residual == Residual::yes) {
    x += branch;
  } else {
    x = branch;
  }
  stages.report(sumStage, x);
  if (normsAfter) {
    normalise(config, *norm, x, x);
  }
}

// What a sub-layer reads: x, or its norm where that comes first.
ConstMatrixRef subLayerInput(const BlockConfig& config, const std::optional<NormWeights>& norm,
                             const ConstMatrixRef& x, Matrix& normed) {
  if (config.placement != NormPlacement::pre || !norm) {
    return x;
  }
  normalise(config, *norm, x, normed);
  return normed;
}

// Every head of every row is normed by itself.
void normHeads(const BlockConfig& config, const std::optional<NormWeights>& norm, MatrixRef heads) {
  for (Index column = 0; norm && column < heads.cols(); column += config.dK) {
    rmsNorm(heads.middleCols(column, config.dK), norm->weight, config.normEpsilon,
            heads.middleCols(column, config.dK));
  }
}

// Norms and turns the queries and keys of positions `first` and after.
void placeHeads(const BlockConfig& config, const BlockWeights& weights, Index first,
                Activations& activations, MatrixRef query, MatrixRef key) {
  normHeads(config, weights.queryNorm, query);
  normHeads(config, weights.keyNorm, key);
  if (config.rotary == nullptr) {
    return;
  }
  const RotaryAngles& angles = activations.anglesOf(config.rotary, first + query.rows());
  parallelRanges(query.rows(), rowsAtOnce(query.cols() + key.cols()), [&](Index begin, Index end) {
    rotate(angles, first + begin, config.dK, query.middleRows(begin, end - begin));
    rotate(angles, first + begin, config.dK, key.middleRows(begin, end - begin));
  });
}

// `rows` with those of the past before them.
ConstMatrixRef withPast(const Matrix* past, Index length, const ConstMatrixRef& rows,
                        Matrix& together) {
  if (length == 0) {
    return rows;
  }
  together.resize(length + rows.rows(), rows.cols());
  together.topRows(length) = past->topRows(length);
  together.bottomRows(rows.rows()) = rows;
  return together;
}

// The feed-forward network of input (n, d_model) into output (n, d_model).
void feedForward(const BlockConfig& config, const BlockWeights& weights,
                 const ConstMatrixRef& input, Activations& activations, MatrixRef output,
                 Stages& stages) {
  stages.report(Stage::feedForwardInput, input);
  multiply(input, weights.up.weight, activations.hidden);
  MatrixRef hidden = activations.hidden.leftCols(config.dFeedForward);
  if (config.feedForward == FeedForward::gated) {
    addBiasAndGate(config.activation, weights.up.bias, activations.hidden);
  } else {
    addBiasAndActivate(config.activation, weights.up.bias, hidden);
  }
  stages.report(Stage::feedForwardHidden, hidden);
  affine(hidden, weights.down.weight, weights.down.bias, output);
  normaliseBranch(config, weights.feedForwardOutputNorm, output);
  stages.report(Stage::feedForwardOutput, output);
}

void attendToMemory(const BlockConfig& config, const CrossWeights& weights,
                    const Surroundings& around, int layer, MatrixRef x, Activations& activations,
                    TraceObserver& observer, Stages& stages) {
  const Memory& memory = *around.memory;
  const LayerEdits edits{.edits = around.crossEdits, .layer = layer};
  const ConstMatrixRef input = subLayerInput(config, weights.norm, x, activations.normed);
  stages.report(Stage::crossMemory, memory.hidden);
  stages.report(Stage::crossInput, input);
  activations.crossQuery.resize(x.rows(), config.dHeads());
  affine(input, weights.query.weight, weights.query.bias, activations.crossQuery);
  activations.crossKeyValue.resize(memory.hidden.rows(), 2 * config.dKeys());
  affine(memory.hidden, weights.keyValue.weight, weights.keyValue.bias, activations.crossKeyValue);
  const Projections projections{.query = activations.crossQuery,
                                .key = activations.crossKeyValue.leftCols(config.dKeys()),
                                .value = activations.crossKeyValue.rightCols(config.dKeys())};
  observer.onCrossProjections(layer, projections);
  stages.report(Stage::crossQuery, projections.query);
  stages.report(Stage::crossKey, projections.key);
  stages.report(Stage::crossValue, projections.value);

  BlockConfig crossConfig = config;
  crossConfig.score = *config.cross;
  attend(crossConfig, memory.mask, projections, 0, activations.attention, activations.concatenated,
         edits);
  if (stages.wanted()) {
    reportHeads(crossConfig, memory.mask, projections, 0, edits, activations.concatenated, stages,
                {.scores = Stage::crossScores,
                 .masked = Stage::crossMaskedScores,
                 .weights = Stage::crossWeights,
                 .output = Stage::crossHeadOutput});
  }
  stages.report(Stage::crossConcatenated, activations.concatenated);
  affine(activations.concatenated, weights.output.weight, weights.output.bias, activations.branch);
  stages.report(Stage::crossOutput, activations.branch);
  addBranch(config, weights.norm, activations.branch, x, Stage::crossSum, stages);
  stages.report(Stage::afterCross, x);
}

}  // namespace

void normalise(const BlockConfig& config, const NormWeights& weights, const ConstMatrixRef& input,
               MatrixRef output) {
  if (config.norm == NormKind::layerNorm) {
    layerNorm(input, weights.weight, weights.bias, config.normEpsilon, output);
  } else {
    rmsNorm(input, weights.weight, config.normEpsilon, output);
  }
}

void Activations::resize(Index n, const BlockConfig& config) {
  const bool sideBySide = config.branches == Branches::sideBySide;
  normed.resize(config.placement == NormPlacement::pre ? n : 0, config.dModel);
  queryKeyValue.resize(n, config.dProjections());
  concatenated.resize(n, config.dHeads());
  branch.resize(n, config.dModel);
  secondBranch.resize(sideBySide ? n : 0, config.dModel);
  hidden.resize(n, config.dHidden());
}

const RotaryAngles& Activations::anglesOf(const std::shared_ptr<const Rotary>& rotary, Index n) {
  auto found = std::find_if(angles_.begin(), angles_.end(),
                            [&](const auto& kept) { return kept.rotary == rotary; });
  if (found == angles_.end()) {
    constexpr std::size_t kMost = 4;  // of one model; those of models gone are let go
    if (angles_.size() == kMost) {
      angles_.erase(angles_.begin());
    }
    angles_.push_back({.rotary = rotary});
    found = angles_.end() - 1;
  }
  if (found->angles.cosine.rows() < n) {
    // For more, so that a text that is being typed does not ask anew at each token.
    const auto room = std::bit_ceil(static_cast<std::size_t>(n));
    found->angles = rotaryAngles(*rotary, 0, static_cast<Index>(room));
  }
  return found->angles;
}

void runBlock(const BlockConfig& config, const BlockWeights& weights, const Surroundings& around,
              int layer, MatrixRef x, Activations& activations, TraceObserver& observer) {
  const Past& past = around.past;
  Stages stages(observer, layer);
  stages.report(Stage::input, x);

  const ConstMatrixRef attentionInput =
      subLayerInput(config, weights.attentionNorm, x, activations.normed);
  stages.report(Stage::attentionInput, attentionInput);
  affine(attentionInput, weights.queryKeyValue.weight, weights.queryKeyValue.bias,
         activations.queryKeyValue);
  MatrixRef query = activations.queryKeyValue.leftCols(config.dHeads());
  MatrixRef key = activations.queryKeyValue.middleCols(config.dHeads(), config.dKeys());
  const auto value = activations.queryKeyValue.rightCols(config.dKeys());
  placeHeads(config, weights, past.length, activations, query, key);
  observer.onProjections(layer, {.query = query, .key = key, .value = value});
  stages.report(Stage::query, query);
  stages.report(Stage::key, key);
  stages.report(Stage::value, value);

  const Projections whole{.query = query,
                          .key = withPast(past.key, past.length, key, activations.keys),
                          .value = withPast(past.value, past.length, value, activations.values)};
  const LayerEdits edits{.edits = around.edits, .layer = layer};
  attend(config, around.mask, whole, past.length, activations.attention, activations.concatenated,
         edits);
  if (stages.wanted()) {
    reportHeads(config, around.mask, whole, past.length, edits, activations.concatenated, stages);
  }
  stages.report(Stage::concatenated, activations.concatenated);
  affine(activations.concatenated, weights.output.weight, weights.output.bias, activations.branch);
  normaliseBranch(config, weights.attentionOutputNorm, activations.branch);
  stages.report(Stage::attentionOutput, activations.branch);

  if (config.branches == Branches::sideBySide) {
    // Where both share one norm, attention's input is the feed-forward network's, too.
    const ConstMatrixRef input =
        weights.feedForwardNorm
            ? subLayerInput(config, weights.feedForwardNorm, x, activations.normed)
            : attentionInput;
    feedForward(config, weights, input, activations, activations.secondBranch, stages);
    activations.branch += activations.secondBranch;
    addBranch(config, std::nullopt, activations.branch, x, Stage::feedForwardSum, stages);
  } else {
    addBranch(config, weights.attentionNorm, activations.branch, x, Stage::attentionSum, stages);
    stages.report(Stage::afterAttention, x);
    if (config.cross) {
      attendToMemory(config, *weights.cross, around, layer, x, activations, observer, stages);
    }
    if (config.dFeedForward > 0) {
      const ConstMatrixRef input =
          subLayerInput(config, weights.feedForwardNorm, x, activations.normed);
      feedForward(config, weights, input, activations, activations.branch, stages);
      addBranch(config, weights.feedForwardNorm, activations.branch, x, Stage::feedForwardSum,
                stages);
    }
  }
  stages.report(Stage::output, x);
}

void runQueriesAndKeys(const BlockConfig& config, const BlockWeights& weights, Index firstQuery,
                       int layer, MatrixRef x, Activations& activations, TraceObserver& observer) {
  MatrixRef queryKey = activations.queryKeyValue.leftCols(config.dHeads() + config.dKeys());
  affine(subLayerInput(config, weights.attentionNorm, x, activations.normed),
         weights.queryKeyValue.weight, weights.queryKeyValue.bias, queryKey);
  MatrixRef query = queryKey.leftCols(config.dHeads());
  MatrixRef key = queryKey.rightCols(config.dKeys());
  placeHeads(config, weights, firstQuery, activations, query, key);
  observer.onProjections(layer, {.query = query, .key = key, .value = Matrix(x.rows(), 0)});
}

}  // namespace headscope
