#pragma once

#include <memory>

#include "playground/recording.h"
#include "playground/trainer.h"

namespace headscope {

// A training from its first step to its last, with tests and a recording on the way.
class TrainingRun {
 public:
  explicit TrainingRun(std::unique_ptr<Trainer> trainer,
                       std::size_t frameBytes = Recording::kMostBytes);

  // One step, and what is due after it. TrainingError::diverged: the model is the last one of the
  // recording that was tested or kept, and no step may follow.
  Result<void> advance();
  // Tests, and keeps a frame, wherever the run is: its end, or where a person has stopped it.
  void conclude();

  bool isDone() const { return trainer_->isDone(); }
  const Trainer& trainer() const { return *trainer_; }
  const Recording& recording() const { return recording_; }

 private:
  void test();

  std::unique_ptr<Trainer> trainer_;
  Recording recording_;
  int testEvery_;
};

}  // namespace headscope
