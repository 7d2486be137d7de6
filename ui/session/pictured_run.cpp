#include "session/pictured_run.h"

#include <chrono>
#include <utility>

namespace headscope {

Result<std::unique_ptr<PicturedRun>> PicturedRun::create(std::shared_ptr<const Task> task,
                                                         const TrainingOptions& options,
                                                         std::size_t frameBytes) {
  return Trainer::create(std::move(task), options).map([&](std::unique_ptr<Trainer> trainer) {
    return std::unique_ptr<PicturedRun>(
        new PicturedRun(TrainingRun(std::move(trainer), frameBytes)));
  });
}

Result<void> PicturedRun::advance() {
  using Clock = std::chrono::steady_clock;
  labels_.clear();
  const auto begin = Clock::now();
  auto result = run_.advance();
  seconds_ += std::chrono::duration<double>(Clock::now() - begin).count();
  return result;
}

void PicturedRun::findLabels(const std::stop_token& stop) {
  labels_ = earnedLabels(run_.trainer().task(), options(), run_.recording(), stop);
}

std::shared_ptr<const TrainingPicture> PicturedRun::picture() const {
  const Trainer& trainer = run_.trainer();
  TrainingPicture picture;
  picture.task = {trainer.sharedTask(), &trainer.task().setting()};
  picture.options = trainer.options();
  picture.recording = run_.recording();
  picture.recording.addLastFrame(trainer.stepsDone(), trainer.values());
  picture.seconds = seconds_;
  picture.labels = labels_;
  return std::make_shared<const TrainingPicture>(std::move(picture));
}

}  // namespace headscope
