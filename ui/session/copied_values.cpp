#include "session/copied_values.h"

#include <chrono>
#include <utility>

#include "source/copied_lengths.h"

namespace headscope {
namespace {

constexpr std::chrono::milliseconds kCopyingRests{120};

}  // namespace

CopiedValues::CopiedValues(Session* session, QObject* parent) : QObject(parent), session_(session) {
  pause_.setSingleShot(true);
  pause_.setInterval(kCopyingRests);
  connect(&pause_, &QTimer::timeout, this, &CopiedValues::find);
  connect(session_, &Session::modelChanged, this, &CopiedValues::forget);
  connect(session_, &Session::runChanged, this, [this] {
    forget();
    ask();
  });
  connect(session_, &Session::runCompleted, this, &CopiedValues::ask);
  connect(session_->selection(), &Selection::headChanged, this, &CopiedValues::ask);
}

void CopiedValues::setWanted(bool wanted) {
  wanted_ = wanted;
  ask();
}

CopiedFrom CopiedValues::of(HeadId head) const {
  const auto attention = session_->attention();
  if (attention == nullptr) {
    return {};
  }
  const auto layer = layers_.find(head.layer);
  if (layer == layers_.end()) {
    return {.state = CopiedFrom::State::pending};
  }
  const std::optional<Matrix>& lengths = layer->second;
  // Of tokens that are put together nothing is known.
  if (!lengths || lengths->cols() != attention->shape().nKey || head.head >= lengths->rows()) {
    return {};
  }
  return {.state = CopiedFrom::State::known,
          .lengths = rowSpan(*lengths, head.head),
          .isOff = isOff(editsOf(session_->edits(), session_->part()), head)};
}

void CopiedValues::forget() {
  jobs_.cancel(JobLane::run);
  pause_.stop();
  if (!layers_.empty()) {
    layers_.clear();
    emit changed();
  }
}

void CopiedValues::ask() {
  const bool known = layers_.contains(session_->selection()->head().layer);
  if (wanted_ && !known && session_->isRunWhole()) {
    pause_.start();
  } else {
    pause_.stop();
    jobs_.cancel(JobLane::run);
  }
}

void CopiedValues::find() {
  if (!session_->isRunWhole()) {
    return;  // a newer run is shown early: its end asks again
  }
  const int layer = session_->selection()->head().layer;
  jobs_.submit(
      JobLane::run,
      [model = session_->model(), input = session_->input(), part = session_->part(), layer,
       edits = session_->sharedEdits()](const JobContext& job) {
        return copiedLengthsOf(*model, input, part, layer, edits, job);
      },
      [this, layer](std::optional<Matrix> lengths) {
        layers_[layer] = std::move(lengths);
        emit changed();
      });
}

}  // namespace headscope
