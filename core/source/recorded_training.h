#pragma once

#include <memory>

#include "playground/recording.h"
#include "playground/training_options.h"
#include "source/checkpoint_source.h"

namespace headscope {

// A training from its beginning to where it is.
struct RecordedTraining {
  std::shared_ptr<const TaskSetting> task;
  TrainingOptions options;
  Recording recording;  // its last frame is the newest step
  double seconds = 0;   // of training, without pauses

  int stepsDone() const;  // 0 before the first frame
  // The model as it was after a step, or after the last one before it that was kept. The recording
  // must have a frame.
  Result<std::shared_ptr<const CheckpointSource>> modelAt(int step) const;
};

}  // namespace headscope
