#include "source/dump.h"

#include <algorithm>
#include <list>
#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "io/safetensors_writer.h"
#include "model/layer_recorder.h"

namespace headscope {
namespace {

// What is written, kept until it is: the floats of a tensor and its name.
class Tensors {
 public:
  void addIds(const std::string& name, const std::vector<Token>& tokens) {
    std::vector<std::int64_t>& ids = ids_.emplace_back();
    for (const Token& token : tokens) {
      ids.push_back(token.id);
    }
    outgoing_.push_back(
        {.name = name, .shape = {ids.size()}, .values = std::span<const std::int64_t>(ids)});
  }

  // NAME.<l> of every layer: (heads, n_query, n_key).
  void addMaps(const std::string& name, const AttentionSource& attention) {
    const AttentionShape shape = attention.shape();
    for (int layer = 0; layer < shape.layers; ++layer) {
      Matrix& maps = floats_.emplace_back(Index{shape.heads} * shape.nQuery, shape.nKey);
      for (int head = 0; head < shape.heads; ++head) {
        attention.weights({layer, head}, 0,
                          maps.middleRows(Index{head} * shape.nQuery, shape.nQuery));
      }
      add(name + std::to_string(layer),
          {static_cast<std::uint64_t>(shape.heads), static_cast<std::uint64_t>(shape.nQuery),
           static_cast<std::uint64_t>(shape.nKey)});
    }
  }

  // NAME.<l> of every layer and the output: (n, d_model).
  void addHidden(const std::string& name, const std::vector<Matrix>& hidden) {
    for (std::size_t layer = 0; layer < hidden.size(); ++layer) {
      floats_.push_back(hidden[layer]);
      add(name + std::to_string(layer), {static_cast<std::uint64_t>(hidden[layer].rows()),
                                         static_cast<std::uint64_t>(hidden[layer].cols())});
    }
  }

  std::span<const OutgoingTensor> outgoing() const { return outgoing_; }

 private:
  void add(std::string name, std::vector<std::uint64_t> shape) {
    const Matrix& last = floats_.back();
    outgoing_.push_back(
        {.name = std::move(name),
         .shape = std::move(shape),
         .values = std::span<const float>(last.data(), static_cast<std::size_t>(last.size()))});
  }

  // Lists, so that what a span points to stays where it is.
  std::list<std::vector<std::int64_t>> ids_;
  std::list<Matrix> floats_;
  std::vector<OutgoingTensor> outgoing_;
};

// What openDump() reads beside the tensors.
void addTokens(std::map<std::string, std::string>& metadata, const std::string& prefix,
               const std::vector<Token>& tokens) {
  nlohmann::json texts = nlohmann::json::array();
  nlohmann::json specials = nlohmann::json::array();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    texts.push_back(shownText(tokens[i]));
    if (tokens[i].special) {
      specials.push_back(i);
    }
  }
  metadata[prefix + "tokens"] = texts.dump();
  metadata[prefix + "special_tokens"] = specials.dump();
}

// Keeps the residual stream, and stops a pass of which a dump would be too large before its first
// layer.
class DumpRecorder : public HiddenRecorder {
 public:
  DumpRecorder(int layers, int heads, std::stop_source stop)
      : allHeads_(static_cast<std::uint64_t>(layers) * static_cast<std::uint64_t>(heads)),
        stop_(std::move(stop)) {}

  void onHidden(int layer, const ConstMatrixRef& hidden) override {
    const auto n = static_cast<std::uint64_t>(hidden.rows());
    attentionBytes_ = allHeads_ * n * n * sizeof(float);
    if (attentionBytes_ > kMaxDumpBytes) {
      stop_.request_stop();
      return;
    }
    HiddenRecorder::onHidden(layer, hidden);
  }

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
  if (description.isRecorded) {
    return failure({.code = DumpError::isOne,
                    .file = description.name,
                    .problem = "this is recorded attention already",
                    .remedy = "Take the file as it is"});
  }
  const std::stop_source stop;
  DumpRecorder recorder(description.layers, description.heads, stop);
  DumpRecorder decoderRecorder(2 * description.decoderLayers, description.decoderHeads, stop);
  auto run = model.run(input, {.forward = {.stop = stop.get_token()},
                               .observer = &recorder,
                               .decoderObserver = &decoderRecorder});
  const std::uint64_t bytes = std::max(recorder.attentionBytes(), decoderRecorder.attentionBytes());
  if (bytes > kMaxDumpBytes) {
    return failure({.code = DumpError::tooLarge,
                    .file = file.string(),
                    .problem = "the attention of every head would take " +
                               std::to_string(bytes >> 20) + " MiB; a dump takes at most " +
                               std::to_string(kMaxDumpBytes >> 20) + " MiB",
                    .remedy = "Dump a shorter text"});
  }
  if (!run) {
    return run;
  }
  Tensors tensors;
  if (!isImage(input)) {
    tensors.addIds("input_ids", run->tokens);
  }
  tensors.addMaps("attention.", *run->attention);
  tensors.addHidden("hidden.", recorder.hidden());
  if (run->decoder) {
    tensors.addIds("decoder_input_ids", run->decoder->tokens);
    tensors.addMaps("decoder_attention.", *run->decoder->attention);
    tensors.addMaps("cross.", *run->decoder->cross);
    tensors.addHidden("decoder_hidden.", decoderRecorder.hidden());
  }
  std::map<std::string, std::string> metadata{{"model", description.name}};
  addTokens(metadata, "", run->tokens);
  if (run->decoder) {
    addTokens(metadata, "decoder_", run->decoder->tokens);
  }
  const auto written = writeSafetensors(file, tensors.outgoing(), metadata);
  if (!written) {
    return failure(written.error());
  }
  return run;
}

}  // namespace headscope
