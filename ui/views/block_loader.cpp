#include "views/block_loader.h"

#include <utility>

namespace headscope {

namespace {

// Keeps one layer, and ends the pass behind it.
class BlockRecorder : public LayerRecorder {
 public:
  BlockRecorder(HeadId head, std::stop_source stopping)
      : LayerRecorder(head.layer, head.head), layer_(head.layer), stopping_(std::move(stopping)) {}

  void onHidden(int layer, const ConstMatrixRef& /*hidden*/) override {
    if (layer > layer_) {
      stopping_.request_stop();
    }
  }

 private:
  int layer_;
  std::stop_source stopping_;
};

}  // namespace

std::shared_ptr<const BlockPicture> makeBlockPicture(const BlockRequest& request,
                                                     const std::stop_token& stop) {
  const bool isEncoder = request.part == AttentionPart::encoder;
  const auto block =
      request.model == nullptr
          ? std::nullopt
          : request.model->block(isEncoder ? Stack::first : Stack::decoder, request.head.layer);
  if (!block) {
    return nullptr;
  }
  std::stop_source stopping;
  const std::stop_callback stopToo(stop, [&stopping] { stopping.request_stop(); });
  BlockRecorder recorder(request.head, stopping);
  RunOptions options{.forward = {.stop = stopping.get_token()}, .edits = request.edits};
  (isEncoder ? options.observer : options.decoderObserver) = &recorder;
  static_cast<void>(request.model->run(request.input, options));
  if (stop.stop_requested() || recorder.find(Stage::output) == nullptr) {
    return nullptr;
  }
  const BlockAttention attention =
      request.part == AttentionPart::cross ? BlockAttention::cross : BlockAttention::own;
  return std::make_shared<const BlockPicture>(
      blockPicture(blockSteps(*block, recorder, request.head.head, attention), request.head,
                   request.layers, request.labels));
}

BlockLoader::BlockLoader(QObject* parent) : QObject(parent) {}

void BlockLoader::load(BlockRequest request) {
  jobs_.submit(
      JobLane::run,
      [request = std::move(request)](const JobContext& job) {
        return makeBlockPicture(request, job);
      },
      [this](const std::shared_ptr<const BlockPicture>& picture) { emit ready(picture); });
}

void BlockLoader::cancel() {
  jobs_.cancel(JobLane::run);
}

}  // namespace headscope
