#pragma once

#include <memory>
#include <span>
#include <vector>

#include "playground/task.h"
#include "playground/training_options.h"
#include "train/learner.h"

namespace headscope {

// A model that learns a task. The same task and options give the same numbers on any number of
// threads.
class Trainer {
 public:
  // TrainingError of checkTraining.
  static Result<std::unique_ptr<Trainer>> create(std::shared_ptr<const Task> task,
                                                 const TrainingOptions& options);

  // One step on all threads of the caller. TrainingError::diverged, after which the numbers are
  // those of before the step.
  Result<StepResult> step();
  int stepsDone() const { return stepsDone_; }
  bool isDone() const { return stepsDone_ >= options_.steps; }

  // How well so many texts of a test are answered: the same texts at each call.
  Score test(std::size_t test, int texts) const;

  const Task& task() const { return *task_; }
  std::shared_ptr<const Task> sharedTask() const { return task_; }
  const TrainingOptions& options() const { return options_; }  // with the warm-up within the steps
  const ModelShape& shape() const { return learner_.shape(); }
  std::span<const float> values() const { return learner_.values(); }

 private:
  Trainer(std::shared_ptr<const Task> task, const TrainingOptions& options);

  std::shared_ptr<const Task> task_;
  TrainingOptions options_;
  std::shared_ptr<const Given<float>> tested_;  // as practised, with the classes of tests
  Learner<float> learner_;
  Random random_;
  int stepsDone_ = 0;
  double firstLoss_ = 0;
  int stepsAbove_ = 0;  // how long the loss has been far above the first one
};

}  // namespace headscope
