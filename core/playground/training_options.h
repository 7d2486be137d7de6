#pragma once

#include <cstdint>

#include "error/error.h"
#include "model/config.h"
#include "playground/task.h"
#include "train/model_shape.h"

namespace headscope {

enum class TrainingError {
  outOfRange = 1,  // a size or a number beyond its limits
  oddRotary,       // rotary positions and an odd d_k
  diverged,        // the loss or the gradient is no finite number any more, or far above its start
};

// What can be chosen, inclusive.
inline constexpr int kMaxTrainedHeads = 16;
inline constexpr int kMaxTrainedDK = 128;
inline constexpr int kMaxTrainedLayers = 6;
inline constexpr int kMaxTrainedDModel = 256;
inline constexpr int kMaxTrainedBatch = 512;
inline constexpr int kMaxTrainedSteps = 100'000;
inline constexpr double kMaxLearningRate = 1;
inline constexpr Index kMaxTrainedTokens = 128;  // of a text, practised or typed

// What a person chooses. The feed-forward network is four times as wide as the residual stream.
struct TrainingOptions {
  int heads = 4;
  int dK = 16;
  int layers = 2;
  int dModel = 64;
  PositionKind positions = PositionKind::learned;  // one of kTrainedPositions
  NormPlacement norm = NormPlacement::pre;
  double learningRate = 3e-3;
  int batch = 64;  // texts a step
  int steps = 300;
  int warmUp = 30;  // of them; all, where there are fewer
  std::uint64_t seed = 1;

  bool operator==(const TrainingOptions&) const = default;
};

inline constexpr std::array kTrainedPositions = {PositionKind::none, PositionKind::learned,
                                                 PositionKind::sinusoidInterleaved,
                                                 PositionKind::rotary, PositionKind::alibi};

// Nothing, or the first thing that is wrong: TrainingError::outOfRange, oddRotary.
Result<void> checkTraining(const TrainingOptions& options);

// The model that these options and a task's words give.
ModelShape shapeOf(const TrainingOptions& options, const TaskSetting& task);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(TrainingError);
