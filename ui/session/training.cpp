#include "session/training.h"

#include <chrono>
#include <limits>
#include <utility>

#include "playground/trained_model.h"
#include "source/playground_source.h"
#include "source/recording_file.h"
#include "text/tokenizer_json.h"

namespace headscope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenPictures{33};
constexpr int kToItsEnd = std::numeric_limits<int>::max();

double newestAccuracy(const Recording& recording) {
  return recording.tests().empty() ? 0 : recording.tests().back().accuracy.front();
}

}  // namespace

// Touched by the job's thread alone, once it has been made.
struct Training::Work {
  std::unique_ptr<TrainingRun> run;
  TrainingPicture picture;  // its recording is that of the run

  // The picture of now, and its model.
  std::shared_ptr<const TrainingPicture> now() {
    picture.recording = run->recording();
    picture.recording.addLastFrame(run->trainer().stepsDone(), run->trainer().values());
    return std::make_shared<const TrainingPicture>(picture);
  }
};

Result<std::shared_ptr<const CheckpointSource>> TrainingPicture::modelAt(int step) const {
  return playgroundSource(*task, options, *recording.frameAt(step).values, tokenizer, lesson);
}

Training::Training(QObject* parent) : QObject(parent) {}

void Training::setState(TrainingState state) {
  if (state != state_) {
    state_ = state;
    emit stateChanged(state);
  }
}

void Training::setTask(const QString& name) {
  taskName_ = name;
  if (const auto task = openTask(name.toStdString())) {
    options_.steps = (*task)->description().steps;
  }
  emit optionsChanged();
}

void Training::setOptions(const TrainingOptions& options) {
  if (options == options_) {
    return;
  }
  options_ = options;
  options_.warmUp = std::min(TrainingOptions().warmUp, options_.steps);
  emit optionsChanged();
}

void Training::start(Begin begin) {
  const bool hasPicture = picture_ != nullptr && !picture_->recording.tests().empty();
  goodEnough_.reset();
  if (begin == Begin::afterChange) {
    // The model that comes with the program is as good as its task asks for.
    goodEnough_ = hasPicture ? newestAccuracy(picture_->recording) : TaskDescription().goal;
  }
  following_ = true;
  pausing_ = {};
  setState(TrainingState::preparing);
  using Begun = Result<std::shared_ptr<Work>>;
  jobs_.submit(
      JobLane::model,
      [name = taskName_.toStdString(), options = options_](const JobContext&) -> Begun {
        auto task = openTask(name);
        if (!task) {
          return failure(task.error());
        }
        auto tokenizer = parseTokenizer((*task)->words().tokenizer, "tokenizer.json");
        if (!tokenizer) {
          return failure(tokenizer.error());
        }
        auto trainer = Trainer::create(*task, options);
        if (!trainer) {
          return failure(trainer.error());
        }
        const auto work = std::make_shared<Work>();
        work->picture.task = {*task, &(*task)->setting()};
        work->picture.tokenizer = std::move(*tokenizer);
        work->picture.lesson = std::make_shared<const Lesson>(lessonOf((*task)->setting()));
        work->picture.options = options;
        work->run = std::make_unique<TrainingRun>(std::move(*trainer));
        return work;
      },
      [this](const Begun& begun) {
        if (!begun) {
          setState(TrainingState::failed);
          emit failed(begun.error());
          return;
        }
        work_ = *begun;
        reference_ = QLatin1String(kPlaygroundName);
        run(kToItsEnd);
      });
}

void Training::run(int steps) {
  setState(TrainingState::running);
  pausing_ = {};
  work_->picture.labels.clear();
  jobs_.submit(
      JobLane::model,
      [this, work = work_, steps, pausing = pausing_.get_token()](const JobContext& job) {
        const std::stop_token stop = job;
        Result<void> result;
        auto lastPicture = Clock::now() - kBetweenPictures;
        for (int left = steps; left > 0 && result && !work->run->isDone() &&
                               !stop.stop_requested() && !pausing.stop_requested();
             --left) {
          const auto begin = Clock::now();
          result = work->run->advance();
          const auto end = Clock::now();
          work->picture.seconds += std::chrono::duration<double>(end - begin).count();
          if (result && end - lastPicture >= kBetweenPictures) {
            lastPicture = end;
            auto picture = work->now();
            if (auto model = picture->modelAt(picture->stepsDone())) {
              job.post([this, picture = std::move(picture), model = std::move(*model)] {
                take(picture, model);
              });
            }
          }
        }
        if (!stop.stop_requested() && result) {
          work->run->conclude();
          auto picture = work->now();
          if (auto model = picture->modelAt(picture->stepsDone())) {
            job.post([this, picture = std::move(picture), model = std::move(*model)] {
              take(picture, model);
            });
          }
          // They take a moment, for which the last picture need not wait.
          work->picture.labels = earnedLabels(work->run->trainer().task(), work->picture.options,
                                              work->run->recording(), pausing);
        }
        return result;
      },
      [this, work = work_](const Result<void>& result) {
        auto picture = work->now();
        if (auto model = picture->modelAt(picture->stepsDone())) {
          if (work->run->isDone() || !result) {
            goodEnough_.reset();  // it will not become better
          }
          take(picture, *model);
        }
        setState(!result               ? TrainingState::failed
                 : work->run->isDone() ? TrainingState::done
                                       : TrainingState::paused);
        if (!result) {
          emit failed(result.error());
        }
      });
}

void Training::take(std::shared_ptr<const TrainingPicture> picture,
                    std::shared_ptr<const CheckpointSource> model) {
  picture_ = std::move(picture);
  if (goodEnough_ && newestAccuracy(picture_->recording) >= *goodEnough_) {
    goodEnough_.reset();
  }
  if (following_) {
    shownStep_ = picture_->stepsDone();
    if (!goodEnough_) {
      emit modelReady(std::move(model));
    }
  }
  emit progressed();
}

void Training::show(std::shared_ptr<const TrainingPicture> picture) {
  pause();
  jobs_.cancel(JobLane::model);
  work_.reset();
  picture_ = std::move(picture);
  options_ = picture_->options;
  reference_ = QLatin1String(kPlaygroundName);
  setState(TrainingState::done);
  emit optionsChanged();
  showStep(picture_->stepsDone());
}

void Training::open(const QString& file) {
  goodEnough_.reset();
  work_.reset();
  setState(TrainingState::preparing);
  using Opened = Result<std::shared_ptr<const TrainingPicture>>;
  jobs_.submit(
      JobLane::model,
      [name = file.toStdString()](const JobContext& job) -> Opened {
        auto training = openRecording(name);
        if (!training) {
          return failure(training.error());
        }
        auto tokenizer = parseTokenizer(training->task->words.tokenizer, name);
        if (!tokenizer) {
          return failure(tokenizer.error());
        }
        const auto lesson = std::make_shared<const Lesson>(lessonOf(*training->task));
        TrainingPicture picture{.task = std::move(training->task),
                                .tokenizer = std::move(*tokenizer),
                                .lesson = lesson,
                                .options = training->options,
                                .recording = std::move(training->recording),
                                .seconds = training->seconds};
        // The texts that labels are measured on are those of the task, where it is one of ours.
        if (const auto task = openTask(lesson->task)) {
          picture.labels = earnedLabels(**task, picture.options, picture.recording, job);
        }
        return std::make_shared<const TrainingPicture>(std::move(picture));
      },
      [this, file](const Opened& opened) {
        if (!opened) {
          setState(picture_ == nullptr ? TrainingState::none : TrainingState::failed);
          emit failed(opened.error());
          return;
        }
        picture_ = *opened;
        reference_ = file;
        options_ = picture_->options;
        taskName_ = QString::fromStdString(picture_->task->description.name);
        setState(TrainingState::done);
        emit optionsChanged();
        showStep(picture_->stepsDone());
      });
}

template <typename Save>
void Training::save(const QString& path, Save&& save) {
  if (picture_ == nullptr) {
    return;
  }
  jobs_.submit(
      JobLane::fetch,
      [picture = picture_, save = std::forward<Save>(save)](const JobContext&) {
        return save(*picture);
      },
      [this, path](const Result<void>& result) {
        if (result) {
          emit saved(path);
        } else {
          emit failed(result.error());
        }
      });
}

void Training::saveRecording(const QString& file) {
  save(file, [name = file.toStdString()](const TrainingPicture& picture) {
    return headscope::saveRecording(name, {.task = picture.task,
                                           .options = picture.options,
                                           .recording = picture.recording,
                                           .seconds = picture.seconds});
  });
}

void Training::saveModel(const QString& folder) {
  save(folder, [name = folder.toStdString(), step = shownStep_](const TrainingPicture& picture) {
    return saveTrainedModel(name, *picture.task, picture.options,
                            *picture.recording.frameAt(step).values, {{"steps_done", step}});
  });
}

void Training::pause() {
  pausing_.request_stop();
}

void Training::resume() {
  if (work_ != nullptr && state_ == TrainingState::paused) {
    following_ = true;
    run(kToItsEnd);
  }
}

void Training::step() {
  if (work_ != nullptr && state_ == TrainingState::paused) {
    following_ = true;
    run(1);
  }
}

void Training::showStep(int step) {
  if (picture_ == nullptr || picture_->recording.frames().empty()) {
    return;
  }
  shownStep_ = std::clamp(step, 0, picture_->stepsDone());
  following_ = shownStep_ == picture_->stepsDone();
  goodEnough_.reset();
  if (auto model = picture_->modelAt(shownStep_)) {
    emit modelReady(std::move(*model));
  }
  emit progressed();
}

}  // namespace headscope
