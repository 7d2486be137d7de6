#include "session/map_reading.h"

#include <utility>

namespace headscope {

MapReading::MapReading(Session* session, QObject* parent) : QObject(parent), session_(session) {
  connect(session_, &Session::runChanged, this, &MapReading::fold);
  connect(session_, &Session::runCompleted, this, &MapReading::derive);
  connect(session_, &Session::modelChanged, this, [this] {
    jobs_.cancel(JobLane::run);
    derived_.reset();
    fold();
  });
  connect(session_, &Session::partChanged, this, [this] {
    derived_.reset();
    fold();
    derive();
  });
  connect(session_->selection(), &Selection::headChanged, this, [this](HeadId head) {
    const bool byLayer = kind_ == MapKind::rollout || kind_ == MapKind::flow;
    if (byLayer && head.layer != layer_) {
      derive();
    }
  });
}

void MapReading::setKind(MapKind kind) {
  if (kind == kind_) {
    return;
  }
  kind_ = kind;
  derived_.reset();
  fold();
  derive();
  emit changed();
}

std::shared_ptr<const AttentionSource> MapReading::source() const {
  return shown_ != nullptr && !isAttention() ? shown_ : session_->attention();
}

// What was derived of the run before stays until there is a new one, where it has as many tokens.
void MapReading::fold() {
  const auto run = session_->run();
  const bool fits = derived_ != nullptr && run != nullptr &&
                    derived_->shape() == session_->tokenAttention()->shape();
  shown_ = fits ? session_->folded(derived_) : nullptr;
}

QString MapReading::tag() const {
  if (isAttention() || shown_ == nullptr) {
    return {};
  }
  switch (kind_) {
    case MapKind::attention:
      break;
    case MapKind::valueWeighted:
      return tr("value-weighted");
    case MapKind::rollout:
      return tr("rollout to layer %1, all heads").arg(layer_);
    case MapKind::flow:
      return tr("flow to layer %1, all heads").arg(layer_);
  }
  return {};
}

void MapReading::derive() {
  if (kind_ == MapKind::attention || !session_->isRunWhole()) {
    jobs_.cancel(JobLane::run);  // of a run that is shown early its end asks again
    return;
  }
  const int layer = session_->selection()->head().layer;
  jobs_.submit(
      JobLane::run,
      [model = session_->model(), input = session_->input(), run = session_->run(), kind = kind_,
       part = session_->part(), edits = session_->sharedEdits(), layer](const JobContext& job) {
        return deriveMaps(*model, input, *run, part, kind, layer,
                          {.forward = {.stop = job}, .edits = edits});
      },
      [this, layer](const Result<std::shared_ptr<const AttentionSource>>& derived) {
        if (!derived) {
          kind_ = MapKind::attention;  // what is shown is what is said
          derived_.reset();
          emit failed(derived.error());
        } else {
          derived_ = *derived;
          layer_ = layer;
        }
        fold();
        emit changed();
      });
}

QString mapKindName(MapKind kind) {
  switch (kind) {
    case MapKind::attention:
      return MapReading::tr("Attention weights");
    case MapKind::valueWeighted:
      return MapReading::tr("Value-weighted");
    case MapKind::rollout:
      return MapReading::tr("Rollout");
    case MapKind::flow:
      return MapReading::tr("Attention flow");
  }
  return {};
}

QString mapKindHelp(MapKind kind) {
  switch (kind) {
    case MapKind::attention:
      return MapReading::tr("What the softmax gives: where a head looks");
    case MapKind::valueWeighted:
      return MapReading::tr(
          "Weight times the length of what is copied, α·‖v·W_O‖, rows scaled to 1: a key that is "
          "looked at for nothing falls");
    case MapKind::rollout:
      return MapReading::tr(
          "Attention multiplied through the layers up to the chosen one, heads averaged, with what "
          "each token keeps of itself");
    case MapKind::flow:
      return MapReading::tr(
          "The most that could flow through the layers up to the chosen one; for short texts");
  }
  return {};
}

}  // namespace headscope
