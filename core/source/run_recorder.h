#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "model/trace.h"

namespace headscope {

// What listens to a run's pass: the trace is always recorded, and whoever else listens hears
// everything.
class RunRecorder : public TraceRecorder {
 public:
  // `other` may be null.
  RunRecorder(std::shared_ptr<Trace> trace, const Beginning& beginning, TraceObserver* other)
      : TraceRecorder(std::move(trace), beginning), other_(other) {}

  // Calls it when this layer's maps are known.
  void setEarly(int layer, std::function<void()> take) {
    earlyLayer_ = layer;
    early_ = std::move(take);
  }
  // A decoder's attention to its encoder is recorded, too.
  void setCross(std::shared_ptr<Trace> cross) { cross_ = std::move(cross); }
  // An encoder's output is what its decoder reads.
  void setWantsOutput() { wantsOutput_ = true; }

  bool wantsOutput() const override;
  void onHidden(int layer, const ConstMatrixRef& hidden) override;
  void onProjections(int layer, const Projections& projections) override;
  void onCrossProjections(int layer, const Projections& projections) override;
  bool wantsStages(int layer) const override;
  bool wantsHead(int layer, int head) const override;
  void onStage(int layer, Stage stage, int head, const ConstMatrixRef& matrix) override;

 private:
  TraceObserver* other_;
  std::shared_ptr<Trace> cross_;
  bool wantsOutput_ = false;
  int earlyLayer_ = 0;
  std::function<void()> early_;
};

}  // namespace headscope
