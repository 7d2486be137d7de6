#include "source/recorded_training.h"

#include "source/playground_source.h"

namespace headscope {

int RecordedTraining::stepsDone() const {
  return recording.frames().empty() ? 0 : recording.frames().back().step;
}

Result<std::shared_ptr<const CheckpointSource>> RecordedTraining::modelAt(int step) const {
  return playgroundSource(*task, options, *recording.frameAt(step).values);
}

}  // namespace headscope
