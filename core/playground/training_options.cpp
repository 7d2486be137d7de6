#include "playground/training_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace headscope {
namespace {

// The shortest text that is this number.
template <typename Number>
std::string written(Number number) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

template <typename Number>
Result<void> checkRange(const char* name, Number value, Number least, Number most) {
  if (value >= least && value <= most) {
    return {};
  }
  return failure(
      {.code = TrainingError::outOfRange,
       .place = name,
       .problem = written(value) + " is not between " + written(least) + " and " + written(most)});
}

}  // namespace

Result<void> checkTraining(const TrainingOptions& options) {
  for (const auto& checked :
       {checkRange("heads", options.heads, 1, kMaxTrainedHeads),
        checkRange("d_k", options.dK, 1, kMaxTrainedDK),
        checkRange("layers", options.layers, 1, kMaxTrainedLayers),
        checkRange("d_model", options.dModel, 1, kMaxTrainedDModel),
        checkRange("batch", options.batch, 1, kMaxTrainedBatch),
        checkRange("steps", options.steps, 1, kMaxTrainedSteps),
        checkRange("warm-up", options.warmUp, 0, kMaxTrainedSteps),
        checkRange("learning rate", options.learningRate, 1e-6, kMaxLearningRate)}) {
    if (!checked) {
      return checked;
    }
  }
  if (!std::ranges::count(kTrainedPositions, options.positions)) {
    return failure({.code = TrainingError::outOfRange,
                    .place = "positions",
                    .problem = std::string(positionKindName(options.positions)) +
                               " positions cannot be trained here"});
  }
  if (options.positions == PositionKind::rotary && options.dK % 2 != 0) {
    return failure({.code = TrainingError::oddRotary,
                    .place = "d_k",
                    .problem = "rotary positions turn pairs of dimensions, and " +
                               std::to_string(options.dK) + " is odd",
                    .remedy = "Take an even d_k, or other positions"});
  }
  return {};
}

ModelShape shapeOf(const TrainingOptions& options, const TaskSetting& task) {
  const TaskWords& words = task.words;
  BlockConfig block{.dModel = options.dModel,
                    .heads = options.heads,
                    .dK = options.dK,
                    .dFeedForward = 4 * options.dModel,
                    .activation = Activation::geluErf,
                    .norm = NormKind::layerNorm,
                    .placement = options.norm,
                    .normEpsilon = 1e-5F};
  if (options.positions == PositionKind::rotary) {
    block.rotary = std::make_shared<const Rotary>(rotary(options.dK, 10000));
  }
  if (options.positions == PositionKind::alibi) {
    block.score.bias =
        std::make_shared<const DistanceBias>(AlibiBias{.slopes = alibiSlopes(options.heads)});
  }
  const bool added = options.positions == PositionKind::learned ||
                     options.positions == PositionKind::sinusoidInterleaved;
  return {.block = block,
          .layers = options.layers,
          .words = words.count,
          .dGiven = words.given != nullptr ? words.given->cols() : 0,
          .positions = added ? options.positions : PositionKind::none,
          .positionRows = options.positions == PositionKind::learned ? kMaxTrainedTokens : 0,
          .finalNorm = options.norm == NormPlacement::pre};
}

}  // namespace headscope
