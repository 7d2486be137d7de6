#include "source/run_recorder.h"

namespace headscope {

bool RunRecorder::wantsOutput() const {
  return wantsOutput_ || (other_ != nullptr && other_->wantsOutput());
}

void RunRecorder::onHidden(int layer, const ConstMatrixRef& hidden) {
  if (other_ != nullptr) {
    other_->onHidden(layer, hidden);
  }
}

void RunRecorder::onProjections(int layer, const Projections& projections) {
  TraceRecorder::onProjections(layer, projections);
  if (other_ != nullptr) {
    other_->onProjections(layer, projections);
  }
  if (early_ && layer == earlyLayer_) {
    early_();
  }
}

void RunRecorder::onCrossProjections(int layer, const Projections& projections) {
  if (cross_ != nullptr) {
    CrossRecorder(cross_).onCrossProjections(layer, projections);
  }
  if (other_ != nullptr) {
    other_->onCrossProjections(layer, projections);
  }
}

bool RunRecorder::wantsStages(int layer) const {
  return other_ != nullptr && other_->wantsStages(layer);
}

bool RunRecorder::wantsHead(int layer, int head) const {
  return other_ != nullptr && other_->wantsHead(layer, head);
}

void RunRecorder::onStage(int layer, Stage stage, int head, const ConstMatrixRef& matrix) {
  other_->onStage(layer, stage, head, matrix);
}

}  // namespace headscope
