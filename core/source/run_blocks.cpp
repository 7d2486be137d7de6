#include "source/run_blocks.h"

#include <chrono>
#include <utility>

namespace headscope {
namespace {

// The trace is always recorded; whoever else listens hears everything.
class RecordAndPassOn : public TraceRecorder {
 public:
  explicit RecordAndPassOn(TraceObserver* other) : other_(other) {}

  bool wantsOutput() const override { return other_ != nullptr && other_->wantsOutput(); }
  void onHidden(int layer, const ConstMatrixRef& hidden) override {
    if (other_ != nullptr) {
      other_->onHidden(layer, hidden);
    }
  }
  void onProjections(int layer, const ConstMatrixRef& query, const ConstMatrixRef& key,
                     const ConstMatrixRef& value) override {
    TraceRecorder::onProjections(layer, query, key, value);
    if (other_ != nullptr) {
      other_->onProjections(layer, query, key, value);
    }
  }
  bool wantsStages(int layer) const override {
    return other_ != nullptr && other_->wantsStages(layer);
  }
  void onStage(int layer, Stage stage, int head, const ConstMatrixRef& matrix) override {
    other_->onStage(layer, stage, head, matrix);
  }

 private:
  TraceObserver* other_;
};

}  // namespace

Result<Run> runBlocks(const Transformer& transformer, Matrix x, const Mask& mask,
                      const RunOptions& options) {
  // Kept between the keystrokes of a thread, which mostly have the same length.
  thread_local Activations activations;
  RecordAndPassOn recorder(options.observer);
  const auto start = std::chrono::steady_clock::now();
  if (!transformer.forward(x, mask, activations, recorder, options.forward)) {
    return failure({.code = SourceError::stopped,
                    .kind = ErrorKind::couldNotDo,
                    .problem = "the forward pass was stopped"});
  }
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  Run run;
  run.attention = std::make_shared<const Trace>(transformer.config(), mask, recorder.takeLayers());
  run.forwardMilliseconds = took.count();
  return run;
}

}  // namespace headscope
