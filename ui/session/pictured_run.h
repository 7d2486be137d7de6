#pragma once

#include <memory>
#include <vector>

#include "playground/training_run.h"
#include "source/earned_labels.h"
#include "source/recorded_training.h"

namespace headscope {

// What a training has come to; a value.
struct TrainingPicture : RecordedTraining {
  std::vector<EarnedLabel> labels;  // of the last frame, once training has stopped there
};

// A training and its picture. One thread at a time may touch it.
class PicturedRun {
 public:
  // TrainingError of checkTraining.
  static Result<std::unique_ptr<PicturedRun>> create(
      std::shared_ptr<const Task> task, const TrainingOptions& options,
      std::size_t frameBytes = Recording::kMostBytes);

  // As in TrainingRun. A step counts for the picture's seconds.
  Result<void> advance();
  void conclude() { run_.conclude(); }
  bool isDone() const { return run_.isDone(); }
  const TrainingOptions& options() const { return run_.trainer().options(); }

  // They take a moment, and hold until the next step.
  void findLabels(const std::stop_token& stop);
  // As it is now.
  std::shared_ptr<const TrainingPicture> picture() const;

 private:
  explicit PicturedRun(TrainingRun run) : run_(std::move(run)) {}

  TrainingRun run_;
  double seconds_ = 0;
  std::vector<EarnedLabel> labels_;
};

}  // namespace headscope
