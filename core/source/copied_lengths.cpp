#include "source/copied_lengths.h"

#include <utility>

#include "analysis/value_weighting.h"

namespace headscope {
namespace {

// Of one layer; the pass ends behind it.
class OneLayerLengths : public CopiedLengths {
 public:
  OneLayerLengths(const ModelSource& model, AttentionPart part, int layer,
                  std::stop_source stopping)
      : CopiedLengths(model, part), layer_(layer), stopping_(std::move(stopping)) {}

  void onHidden(int layer, const ConstMatrixRef& /*hidden*/) override {
    if (layer > layer_) {
      stopping_.request_stop();
    }
  }

 protected:
  bool wants(int layer) const override { return layer == layer_; }

 private:
  int layer_;
  std::stop_source stopping_;
};

}  // namespace

void CopiedLengths::onProjections(int layer, const Projections& projections) {
  if (part_ != AttentionPart::cross) {
    add(layer, projections.value);
  }
}

void CopiedLengths::onCrossProjections(int layer, const Projections& projections) {
  if (part_ == AttentionPart::cross) {
    add(layer, projections.value);
  }
}

void CopiedLengths::add(int layer, const ConstMatrixRef& value) {
  if (!wants(layer)) {
    return;
  }
  const Stack stack = part_ == AttentionPart::encoder ? Stack::first : Stack::decoder;
  if (const auto block = model_.block(stack, layer)) {
    const Affine& output =
        part_ == AttentionPart::cross ? block->weights->cross->output : block->weights->output;
    lengths_.push_back(copiedLengths(block->config, output, value));
  }
}

std::optional<Matrix> copiedLengthsOf(const ModelSource& model, const Input& input,
                                      AttentionPart part, int layer,
                                      std::shared_ptr<const RunEdits> edits,
                                      const std::stop_token& stop) {
  std::stop_source stopping;
  const std::stop_callback stopToo(stop, [&stopping] { stopping.request_stop(); });
  OneLayerLengths recorder(model, part, layer, stopping);
  RunOptions options{.forward = {.stop = stopping.get_token()}, .edits = std::move(edits)};
  (part == AttentionPart::encoder ? options.observer : options.decoderObserver) = &recorder;
  static_cast<void>(model.run(input, options));  // it may have been stopped behind the layer
  std::vector<Matrix> lengths = recorder.take();
  if (lengths.size() != 1) {
    return std::nullopt;
  }
  return std::move(lengths.front());
}

}  // namespace headscope
