#include "session/session.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "session/edit_command.h"

namespace headscope {
namespace {

// Thumbnails of all heads wait until the picture is painted, for which they would take a core.
constexpr std::chrono::milliseconds kThumbnailPause{15};

// So does the rest of a pass whose picture is there before its end.
constexpr std::chrono::milliseconds kPassPause{6};

void pause(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
}

}  // namespace

Session::Session(QObject* parent) : QObject(parent) {
  thumbnailPause_.setSingleShot(true);
  thumbnailPause_.setInterval(kThumbnailPause);
  connect(&thumbnailPause_, &QTimer::timeout, this, &Session::makeThumbnails);
  connect(&jobs_, &JobRunner::busyChanged, this, [this](JobLane lane, bool busy) {
    if (lane == JobLane::model) {
      emit loadingChanged(busy);
    }
  });
}

std::shared_ptr<const RunEdits> Session::sharedEdits() const {
  return edits_.empty() ? nullptr : std::make_shared<const RunEdits>(edits_);
}

void Session::changeEdits(const RunEdits& edits) {
  if (run_ != nullptr && !outdated_ && !model_->description().isRecorded && edits != edits_) {
    undo_.push(new EditCommand(this, edits_, edits));
  }
}

void Session::applyEdits(const RunEdits& edits) {
  edits_ = edits;
  emit editsChanged();
  runText();
}

// They are of tokens that are no more.
void Session::forgetEdits() {
  ++editEpoch_;
  outdated_ = true;
  keepEdits({});
}

void Session::keepEdits(const RunEdits& edits) {
  if (edits != edits_) {
    edits_ = edits;
    emit editsChanged();
  }
}

void Session::setText(const QString& text) {
  if (text == text_ && !vectors_) {
    return;
  }
  text_ = text;
  vectors_.reset();
  forgetEdits();
  emit textChanged(text_);
  runText();
}

void Session::setVectors(VectorSequence vectors) {
  vectors_ = std::move(vectors);
  text_.clear();
  forgetEdits();
  emit textChanged(text_);
  if (!jobs_.isBusy(JobLane::model)) {
    runText();  // else the model that is being made for their width will read them
  }
}

void Session::setTarget(const QString& text) {
  if (text == target_) {
    return;
  }
  target_ = text;
  keepEdits({.encoder = edits_.encoder});
  emit targetChanged(target_);
  if (model_ != nullptr && model_->description().decoderLayers > 0) {
    outdated_ = true;
    runText();
  }
}

bool Session::isRunWhole() const {
  return run_ != nullptr && !outdated_ &&
         run_->attention->knownLayers() == run_->attention->shape().layers;
}

Input Session::input() const {
  if (model_->description().isRecorded) {
    return std::string();
  }
  if (vectors_) {
    return *vectors_;
  }
  if (model_->description().decoderLayers > 0) {
    return SourceAndTarget{.source = text_.toStdString(), .target = target_.toStdString()};
  }
  return text_.toStdString();
}

void Session::runText() {
  if (model_ == nullptr) {
    return;
  }
  thumbnailPause_.stop();
  jobs_.cancel(JobLane::thumbnails);
  jobs_.submit(
      JobLane::run,
      [this, model = model_, input = input(), layer = selection_.head().layer,
       isFirst = run_ == nullptr, before = lastWhole_,
       edits = sharedEdits()](const JobContext& job) {
        RunOptions options{.forward = {.stop = job}, .edits = edits, .before = before};
        if (!isFirst) {  // of the first, what to look at is yet to be chosen
          options.early = {
              .layer = layer, .take = [this, &job](Run run) {
                job.post([this, run = std::move(run)]() mutable { showEarly(std::move(run)); });
                pause(kPassPause, job);
              }};
        }
        return model->run(input, options);
      },
      [this](Result<Run> result) { runFinished(std::move(result)); });
}

// The picture that is looked at need not wait for the layers above it.
void Session::showEarly(Run run) {
  if (selection_.head().layer < run.attention->knownLayers()) {
    setRun(std::move(run));
    emit runChanged();
    reportRecovery();
  }
}

void Session::runFinished(Result<Run> result) {
  const bool isShown = result && run_ != nullptr && run_->attention == result->attention;
  if (isShown) {  // labels and notice are those of the same text
    run_ = std::make_shared<const Run>(std::move(*result));
    setBounds(TokenSelection::Keep::shownCell);
  } else if (result) {
    setRun(std::move(*result));
  } else {
    outdated_ = false;
    run_ = nullptr;
    labels_ = {};
    attention_ = nullptr;
    tokenSelection_.setBounds(
        {.layers = model_->description().layers, .heads = model_->description().heads},
        model_->description().layers, nullptr, TokenSelection::Keep::shownCell);
    updateNotice();
  }
  if (result) {
    lastWhole_ = run_;
  }
  if (!isShown) {
    emit runChanged();
  }
  if (!result && result.error().code != SourceError::emptyText) {
    report(result.error());
  } else {
    reportRecovery();
  }
  if (result) {
    emit runCompleted();
  }
  thumbnailPause_.start();
}

void Session::setRun(Run run) {
  outdated_ = false;
  run_ = std::make_shared<const Run>(std::move(run));
  showPart();
  updateNotice();
}

void Session::report(const Error& error) {
  failing_ = true;
  emit failed(error);
}

void Session::reportRecovery() {
  if (failing_) {
    failing_ = false;
    emit recovered();
  }
}

}  // namespace headscope
