#include "session/training.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "playground/trained_model.h"
#include "source/playground_source.h"
#include "source/recording_file.h"

namespace headscope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenPictures{33};
constexpr int kToItsEnd = std::numeric_limits<int>::max();

double newestAccuracy(const Recording& recording) {
  return recording.tests().empty() ? 0 : recording.tests().back().accuracy.front();
}

using Opened = Result<std::shared_ptr<const TrainingPicture>>;

Opened openPicture(const std::string& file, const std::stop_token& stop) {
  auto training = openRecording(file);
  if (!training) {
    return failure(training.error());
  }
  TrainingPicture picture;
  static_cast<RecordedTraining&>(picture) = std::move(*training);
  // The texts that labels are measured on are those of the task, where it is one of ours.
  if (const auto task = openTask(picture.task->description.name)) {
    picture.labels = earnedLabels(**task, picture.options, picture.recording, stop);
  }
  return std::make_shared<const TrainingPicture>(std::move(picture));
}

}  // namespace

Result<std::shared_ptr<const Task>> openTask(const TaskChoice& choice) {
  return choice.text.isEmpty() ? openTask(choice.name.toStdString())
                               : taskOfText(choice.text.toStdString(), choice.name.toStdString());
}

Training::Training(QObject* parent) : QObject(parent) {}

void Training::setState(TrainingState state) {
  if (state != state_) {
    state_ = state;
    emit stateChanged(state);
  }
}

void Training::setTask(const TaskChoice& choice) {
  task_ = choice;
  stepsOfTask_ = true;
  emit optionsChanged();
  jobs_.submit(
      JobLane::listing, [choice](const JobContext&) { return openTask(choice); },
      [this](const Result<std::shared_ptr<const Task>>& task) {
        if (stepsOfTask_ && task) {
          options_.steps = (*task)->description().steps;
          stepsOfTask_ = false;
          emit optionsChanged();
        }
      });
}

void Training::setOptions(const TrainingOptions& options) {
  if (options == options_) {
    return;
  }
  stepsOfTask_ = stepsOfTask_ && options.steps == options_.steps;
  options_ = options;
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
  using Begun = Result<std::shared_ptr<PicturedRun>>;
  jobs_.submit(
      JobLane::model,
      [choice = task_, options = options_,
       stepsOfTask = stepsOfTask_](const JobContext&) mutable -> Begun {
        auto task = openTask(choice);
        if (!task) {
          return failure(task.error());
        }
        if (stepsOfTask) {
          options.steps = (*task)->description().steps;
        }
        return PicturedRun::create(std::move(*task), options);
      },
      [this](const Begun& begun) {
        if (begun) {
          this->begin(*begun);
        } else {
          setState(TrainingState::failed);
          emit failed(begun.error());
        }
      });
}

void Training::begin(std::shared_ptr<PicturedRun> run) {
  run_ = std::move(run);
  reference_ = QLatin1String(kPlaygroundName);
  if (stepsOfTask_) {
    options_.steps = run_->options().steps;
    stepsOfTask_ = false;
    emit optionsChanged();
  }
  this->run(kToItsEnd);
}

void Training::run(int steps) {
  setState(TrainingState::running);
  pausing_ = {};
  jobs_.submit(
      JobLane::model,
      [this, run = run_, steps, pausing = pausing_.get_token()](const JobContext& job) {
        const std::stop_token stop = job;
        const auto show = [&] {
          auto picture = run->picture();
          if (auto model = picture->modelAt(picture->stepsDone())) {
            job.post([this, picture = std::move(picture), model = std::move(*model)] {
              take(picture, model);
            });
          }
        };
        Result<void> result;
        auto lastPicture = Clock::now() - kBetweenPictures;
        for (int left = steps; left > 0 && result && !run->isDone() && !stop.stop_requested() &&
                               !pausing.stop_requested();
             --left) {
          result = run->advance();
          if (const auto now = Clock::now(); result && now - lastPicture >= kBetweenPictures) {
            lastPicture = now;
            show();
          }
        }
        if (!stop.stop_requested() && result) {
          run->conclude();
          show();  // need not wait for the labels
          run->findLabels(pausing);
        }
        return result;
      },
      [this, run = run_](const Result<void>& result) {
        auto picture = run->picture();
        if (auto model = picture->modelAt(picture->stepsDone())) {
          if (run->isDone() || !result) {
            goodEnough_.reset();  // it will not become better
          }
          take(picture, *model);
        }
        setState(!result         ? TrainingState::failed
                 : run->isDone() ? TrainingState::done
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
    jobs_.cancel(JobLane::run);  // of an older step
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
  show(std::move(picture), QLatin1String(kPlaygroundName));
}

void Training::show(std::shared_ptr<const TrainingPicture> picture, const QString& reference) {
  run_.reset();
  picture_ = std::move(picture);
  reference_ = reference;
  options_ = picture_->options;
  stepsOfTask_ = false;
  setState(TrainingState::done);
  emit optionsChanged();
  showStep(picture_->stepsDone());
}

void Training::open(const QString& file) {
  goodEnough_.reset();
  run_.reset();
  setState(TrainingState::preparing);
  jobs_.submit(
      JobLane::model,
      [name = file.toStdString()](const JobContext& job) { return openPicture(name, job); },
      [this, file](const Opened& opened) {
        if (!opened) {
          setState(picture_ == nullptr ? TrainingState::none : TrainingState::failed);
          emit failed(opened.error());
          return;
        }
        task_ = {.name = QString::fromStdString((*opened)->task->description.name)};
        show(*opened, file);
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
    return headscope::saveRecording(name, picture);
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
  if (run_ != nullptr && state_ == TrainingState::paused) {
    following_ = true;
    run(kToItsEnd);
  }
}

void Training::step() {
  if (run_ != nullptr && state_ == TrainingState::paused) {
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
  makeShownModel();
  emit progressed();
}

// One after the other: a slider that is dragged on must not keep the window from ever following.
void Training::makeShownModel() {
  if (jobs_.isBusy(JobLane::run)) {
    return;
  }
  jobs_.submit(
      JobLane::run,
      [picture = picture_, step = shownStep_](const JobContext&) { return picture->modelAt(step); },
      [this, picture = picture_, step = shownStep_](const auto& model) {
        if (model) {
          emit modelReady(*model);
        }
        if (picture != picture_ || step != shownStep_) {
          makeShownModel();
        }
      });
}

}  // namespace headscope
