#include "model/block.h"

#include "model/attention.h"
#include "tensor/norm.h"

namespace headscope {
namespace {

void normalise(const BlockConfig& config, const NormWeights& weights, const ConstMatrixRef& input,
               MatrixRef output) {
  if (config.norm == NormKind::layerNorm) {
    layerNorm(input, weights.weight, weights.bias, config.normEpsilon, output);
  } else {
    rmsNorm(input, weights.weight, config.normEpsilon, output);
  }
}

// Reports a layer's stages where the observer wants them, and costs a branch where not.
class Stages {
 public:
  Stages(TraceObserver& observer, int layer)
      : observer_(observer), layer_(layer), wanted_(observer.wantsStages(layer)) {}

  bool wanted() const { return wanted_; }
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

void reportHeads(const BlockConfig& config, const Mask& mask, const ConstMatrixRef& query,
                 const ConstMatrixRef& key, const ConstMatrixRef& concatenated, Stages& stages) {
  Matrix map(query.rows(), key.rows());
  for (int head = 0; head < config.heads; ++head) {
    const auto columns = [&](const ConstMatrixRef& all) {
      return all.middleCols(head * config.dK, config.dK);
    };
    attentionScores(config.score, columns(query), columns(key), map);
    stages.report(Stage::scores, map, head);
    attentionWeights(config.score, mask, 0, columns(query), columns(key), map);
    stages.report(Stage::weights, map, head);
    stages.report(Stage::headOutput, columns(concatenated), head);
  }
}

// x becomes x + branch, or branch alone, and is normed where the norm comes after.
void addBranch(const BlockConfig& config, const NormWeights& norm, const ConstMatrixRef& branch,
               MatrixRef x, Stage sumStage, Stages& stages) {
  const bool fused = config.residual == Residual::yes && !stages.wanted() &&
                     config.placement == NormPlacement::post && config.norm == NormKind::layerNorm;
  if (fused) {
    addLayerNorm(x, branch, norm.weight, norm.bias, config.normEpsilon, x);
    return;
  }
  if (config.residual == Residual::yes) {
    x += branch;
  } else {
    x = branch;
  }
  stages.report(sumStage, x);
  if (config.placement == NormPlacement::post) {
    normalise(config, norm, x, x);
  }
}

// What a sub-layer reads: x, or its norm where that comes first.
ConstMatrixRef subLayerInput(const BlockConfig& config, const NormWeights& norm, MatrixRef x,
                             Matrix& normed) {
  if (config.placement != NormPlacement::pre) {
    return x;
  }
  normalise(config, norm, x, normed);
  return normed;
}

}  // namespace

void Activations::resize(Index n, const BlockConfig& config) {
  normed.resize(config.placement == NormPlacement::pre ? n : 0, config.dModel);
  queryKeyValue.resize(n, 3 * config.dHeads());
  concatenated.resize(n, config.dHeads());
  branch.resize(n, config.dModel);
  hidden.resize(n, config.dFeedForward);
}

void runBlock(const BlockConfig& config, const BlockWeights& weights, const Mask& mask, int layer,
              MatrixRef x, Activations& activations, TraceObserver& observer) {
  Stages stages(observer, layer);
  stages.report(Stage::input, x);

  const ConstMatrixRef attentionInput =
      subLayerInput(config, weights.attentionNorm, x, activations.normed);
  stages.report(Stage::attentionInput, attentionInput);
  affine(attentionInput, weights.queryKeyValue.weight, weights.queryKeyValue.bias,
         activations.queryKeyValue);
  const Index dHeads = config.dHeads();
  const auto query = activations.queryKeyValue.leftCols(dHeads);
  const auto key = activations.queryKeyValue.middleCols(dHeads, dHeads);
  const auto value = activations.queryKeyValue.rightCols(dHeads);
  observer.onProjections(layer, query, key, value);
  stages.report(Stage::query, query);
  stages.report(Stage::key, key);
  stages.report(Stage::value, value);

  attend(config, mask, activations.queryKeyValue, activations.attention, activations.concatenated);
  if (stages.wanted()) {
    reportHeads(config, mask, query, key, activations.concatenated, stages);
  }
  stages.report(Stage::concatenated, activations.concatenated);
  affine(activations.concatenated, weights.output.weight, weights.output.bias, activations.branch);
  stages.report(Stage::attentionOutput, activations.branch);
  addBranch(config, weights.attentionNorm, activations.branch, x, Stage::attentionSum, stages);
  stages.report(Stage::afterAttention, x);

  if (config.dFeedForward > 0) {
    const ConstMatrixRef feedForwardInput =
        subLayerInput(config, weights.feedForwardNorm, x, activations.normed);
    stages.report(Stage::feedForwardInput, feedForwardInput);
    multiply(feedForwardInput, weights.up.weight, activations.hidden);
    addBiasAndActivate(config.activation, weights.up.bias, activations.hidden);
    stages.report(Stage::feedForwardHidden, activations.hidden);
    affine(activations.hidden, weights.down.weight, weights.down.bias, activations.branch);
    stages.report(Stage::feedForwardOutput, activations.branch);
    addBranch(config, weights.feedForwardNorm, activations.branch, x, Stage::feedForwardSum,
              stages);
  }
  stages.report(Stage::output, x);
}

void runQueriesAndKeys(const BlockConfig& config, const BlockWeights& weights, int layer,
                       MatrixRef x, Activations& activations, TraceObserver& observer) {
  const Index dHeads = config.dHeads();
  MatrixRef queryKey = activations.queryKeyValue.leftCols(2 * dHeads);
  affine(subLayerInput(config, weights.attentionNorm, x, activations.normed),
         weights.queryKeyValue.weight, weights.queryKeyValue.bias, queryKey);
  observer.onProjections(layer, queryKey.leftCols(dHeads), queryKey.rightCols(dHeads),
                         Matrix(x.rows(), 0));
}

}  // namespace headscope
