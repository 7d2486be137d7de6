#include "playground/training_run.h"

#include <algorithm>
#include <utility>

namespace headscope {
namespace {

constexpr int kTests = 30;  // about so many in a run
constexpr int kTextsOfTest = 128;

}  // namespace

TrainingRun::TrainingRun(std::unique_ptr<Trainer> trainer, std::size_t frameBytes)
    : trainer_(std::move(trainer)),
      recording_(frameBytes),
      testEvery_(std::max(1, trainer_->options().steps / kTests)) {
  recording_.addFrame(0, trainer_->values());
  test();
}

void TrainingRun::test() {
  TestPoint point{.step = trainer_->stepsDone()};
  if (!recording_.tests().empty() && recording_.tests().back().step == point.step) {
    return;
  }
  for (std::size_t i = 0; i < trainer_->task().description().tests.size(); ++i) {
    point.accuracy.push_back(trainer_->test(i, kTextsOfTest).accuracy());
  }
  recording_.addTest(std::move(point));
}

Result<void> TrainingRun::advance() {
  const auto result = trainer_->step();
  if (!result) {
    return failure(result.error());
  }
  recording_.addLoss(result->score.meanLoss());
  recording_.addFrame(trainer_->stepsDone(), trainer_->values());
  if (trainer_->stepsDone() % testEvery_ == 0) {
    test();
  }
  if (trainer_->isDone()) {
    conclude();
  }
  return {};
}

void TrainingRun::conclude() {
  test();
  recording_.addLastFrame(trainer_->stepsDone(), trainer_->values());
}

}  // namespace headscope
