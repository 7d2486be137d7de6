#include "source/dump.h"

#include <stop_token>
#include <string>
#include <vector>

#include "io/safetensors_writer.h"
#include "model/layer_recorder.h"

namespace headscope {
namespace {

std::span<const float> floats(const Matrix& matrix) {
  return {matrix.data(), static_cast<std::size_t>(matrix.size())};
}

// All heads of a layer under each other: (heads · n, n).
Matrix layerMaps(const AttentionSource& attention, int layer) {
  const AttentionShape shape = attention.shape();
  Matrix maps(Index{shape.heads} * shape.nQuery, shape.nKey);
  for (int head = 0; head < shape.heads; ++head) {
    attention.weights({layer, head}, 0, maps.middleRows(Index{head} * shape.nQuery, shape.nQuery));
  }
  return maps;
}

// Keeps the residual stream, and stops a pass of which a dump would be too large before its first
// layer.
class DumpRecorder : public HiddenRecorder {
 public:
  explicit DumpRecorder(std::uint64_t allHeads) : allHeads_(allHeads) {}

  void onHidden(int layer, const ConstMatrixRef& hidden) override {
    const auto n = static_cast<std::uint64_t>(hidden.rows());
    attentionBytes_ = allHeads_ * n * n * sizeof(float);
    if (attentionBytes_ > kMaxDumpBytes) {
      stop_.request_stop();
      return;
    }
    HiddenRecorder::onHidden(layer, hidden);
  }

  std::stop_token stop() const { return stop_.get_token(); }
  std::uint64_t attentionBytes() const { return attentionBytes_; }

 private:
  std::uint64_t allHeads_;  // of all layers
  std::uint64_t attentionBytes_ = 0;
  std::stop_source stop_;
};

}  // namespace

Result<Run> dumpRun(const ModelSource& model, const Input& input,
                    const std::filesystem::path& file) {
  const ModelDescription& description = model.description();
  DumpRecorder recorder(static_cast<std::uint64_t>(description.layers) *
                        static_cast<std::uint64_t>(description.heads));
  auto run = model.run(input, {.forward = {.stop = recorder.stop()}, .observer = &recorder});
  if (recorder.attentionBytes() > kMaxDumpBytes) {
    return failure({.code = DumpError::tooLarge,
                    .file = file.string(),
                    .problem = "the attention of every head would take " +
                               std::to_string(recorder.attentionBytes() >> 20) +
                               " MiB; a dump takes at most " + std::to_string(kMaxDumpBytes >> 20) +
                               " MiB",
                    .remedy = "Dump a shorter text"});
  }
  if (!run) {
    return run;
  }
  const AttentionShape shape = run->attention->shape();
  const auto n = static_cast<std::uint64_t>(shape.nQuery);
  const auto heads = static_cast<std::uint64_t>(shape.heads);
  std::vector<std::int64_t> ids;
  for (const Token& token : run->tokens) {
    ids.push_back(token.id);
  }
  std::vector<Matrix> maps;
  for (int layer = 0; layer < shape.layers; ++layer) {
    maps.push_back(layerMaps(*run->attention, layer));
  }
  std::vector<OutgoingTensor> tensors;
  if (!isImage(input)) {
    tensors.push_back(
        {.name = "input_ids", .shape = {n}, .values = std::span<const std::int64_t>(ids)});
  }
  for (std::size_t layer = 0; layer < maps.size(); ++layer) {
    tensors.push_back({.name = "attention." + std::to_string(layer),
                       .shape = {heads, n, n},
                       .values = floats(maps[layer])});
  }
  for (std::size_t layer = 0; layer < recorder.hidden().size(); ++layer) {
    const Matrix& hidden = recorder.hidden()[layer];
    tensors.push_back({.name = "hidden." + std::to_string(layer),
                       .shape = {n, static_cast<std::uint64_t>(hidden.cols())},
                       .values = floats(hidden)});
  }
  if (auto written = writeSafetensors(file, tensors, {{"model", description.name}}); !written) {
    return failure(written.error());
  }
  return run;
}

}  // namespace headscope
