#include "source/open_dump.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "io/json.h"
#include "source/recorded_attention.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

class DumpModel : public ModelSource {
 public:
  DumpModel(ModelDescription description, Run run)
      : description_(std::move(description)), run_(std::move(run)) {}

  const ModelDescription& description() const override { return description_; }
  Result<Run> run(const Input& input, const RunOptions&) const override {
    const auto* text = std::get_if<std::string>(&input);
    if (text == nullptr || !text->empty()) {
      return failure({.code = SourceError::recorded,
                      .file = description_.name,
                      .problem = "this is a recording of one text, and it can be asked no other",
                      .remedy = "Leave the text empty"});
    }
    return run_;
  }
  Matrix positionTable(Index) const override { return {}; }

 private:
  ModelDescription description_;
  Run run_;
};

class DumpReader {
 public:
  explicit DumpReader(std::shared_ptr<const SafetensorsFile> file)
      : file_(std::move(file)), name_(file_->path().string()) {}

  // Null where there is no such attention.
  Result<std::shared_ptr<RecordedAttention>> attention(const std::string& prefix) const {
    std::vector<const TensorInfo*> layers;
    while (const TensorInfo* info = file_->find(prefix + std::to_string(layers.size()))) {
      const bool isLike = layers.empty() || info->shape == layers.front()->shape;
      if (info->shape.size() != 3 || !isLike) {
        return failure(error(
            OpenDumpError::wrongShape, info->name,
            "its shape is " + shapeText(info->shape) + ", expected " +
                (isLike ? "(heads, n_query, n_key)"
                        : shapeText(layers.front()->shape) + " as in " + layers.front()->name),
            "Write a tensor (heads, n_query, n_key) for each layer"));
      }
      if (info->shape[0] == 0 || info->shape[0] > kMostRecordedTokens || info->shape[1] == 0 ||
          info->shape[1] > kMostRecordedTokens || info->shape[2] == 0 ||
          info->shape[2] > kMostRecordedTokens) {
        return failure(error(OpenDumpError::tooManyTokens, info->name,
                             "its shape is " + shapeText(info->shape) +
                                 ", and each size must be from 1 to " +
                                 std::to_string(kMostRecordedTokens),
                             "Record a shorter text"));
      }
      if (const auto readable = file_->floatsReadable(*info); !readable) {
        return failure(readable.error());
      }
      layers.push_back(info);
    }
    for (const TensorInfo& info : file_->tensors()) {
      if (info.name.starts_with(prefix) &&
          isBeyond(info.name.substr(prefix.size()), layers.size())) {
        return failure(error(OpenDumpError::layerMissing, prefix + std::to_string(layers.size()),
                             "it is not there, but " + info.name + " is",
                             "Number the layers from 0 without a gap"));
      }
    }
    if (layers.empty()) {
      return nullptr;
    }
    return std::make_shared<RecordedAttention>(file_, std::move(layers));
  }

  // `count` tokens by their texts, by their ids, or by their numbers.
  Result<std::vector<Token>> tokens(const std::string& textsKey, const std::string& specialsKey,
                                    const std::string& idsName, int count) const {
    std::vector<Token> tokens(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens[i].id = static_cast<std::int32_t>(i);
      tokens[i].text = std::to_string(i);
    }
    if (const TensorInfo* info = file_->find(idsName)) {
      const auto ids = file_->readIntegers(*info);
      if (!ids) {
        return failure(ids.error());
      }
      if (ids->size() != tokens.size()) {
        return failure(wrongCount(idsName, ids->size(), count));
      }
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        tokens[i].id = static_cast<std::int32_t>((*ids)[i]);
        tokens[i].text = "#" + std::to_string((*ids)[i]);
      }
    }
    const auto texts = list(textsKey);
    const auto specials = list(specialsKey);
    if (!texts || !specials) {
      return failure(texts ? specials.error() : texts.error());
    }
    if (!texts->empty() && texts->size() != tokens.size()) {
      return failure(wrongCount(textsKey, texts->size(), count));
    }
    std::unordered_map<std::string, std::int32_t> places;
    for (std::size_t i = 0; i < texts->size(); ++i) {
      if (!(*texts)[i].is_string()) {
        return failure(error(OpenDumpError::wrongTokens, textsKey, "expected a list of texts",
                             "Write the tokens as a JSON list of strings"));
      }
      tokens[i].text = (*texts)[i].get<std::string>();
      if (file_->find(idsName) == nullptr) {  // the same text is the same token
        tokens[i].id = places.try_emplace(tokens[i].text, tokens[i].id).first->second;
      }
    }
    for (const auto& special : *specials) {
      if (!special.is_number_integer() || special < 0 || special >= count) {
        return failure(error(OpenDumpError::wrongTokens, specialsKey,
                             "expected a list of indices below " + std::to_string(count),
                             "Write the indices of the special tokens as a JSON list"));
      }
      tokens[special.get<std::size_t>()].special = true;
    }
    return tokens;
  }

  std::string modelName() const {
    const auto found = file_->metadata().find("model");
    return found == file_->metadata().end() || found->second.empty()
               ? file_->path().filename().string()
               : found->second;
  }

  Error error(OpenDumpError code, std::string place, std::string problem,
              std::string remedy) const {
    return {.code = code,
            .file = name_,
            .place = std::move(place),
            .problem = std::move(problem),
            .remedy = std::move(remedy)};
  }

 private:
  Error wrongCount(const std::string& place, std::size_t found, int expected) const {
    return error(OpenDumpError::wrongTokens, place,
                 "there are " + std::to_string(found) + " tokens, and the attention has " +
                     std::to_string(expected),
                 "Write one token for each row");
  }

  // Of the metadata; empty where there is none.
  Result<nlohmann::json> list(const std::string& key) const {
    const auto found = file_->metadata().find(key);
    if (found == file_->metadata().end()) {
      return nlohmann::json::array();
    }
    auto json = parseJson(found->second, name_, DuplicateKeys::reject);
    if (json && !json->is_array()) {
      return failure(error(OpenDumpError::wrongTokens, key, "expected a JSON list",
                           "Write the metadata as a JSON list"));
    }
    return json;
  }

  static bool isBeyond(const std::string& number, std::size_t layers) {
    constexpr std::size_t kMostDigits = 6;
    return !number.empty() && number.size() <= kMostDigits &&
           std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; }) &&
           std::stoul(number) >= layers;
  }

  std::shared_ptr<const SafetensorsFile> file_;
  std::string name_;
};

struct DumpParts {
  std::shared_ptr<RecordedAttention> attention;
  std::shared_ptr<RecordedAttention> decoder;  // null without a decoder
  std::shared_ptr<RecordedAttention> cross;
};

Result<DumpParts> partsOf(const DumpReader& reader) {
  DumpParts parts;
  for (const auto& [prefix, part] : {std::pair{"attention.", &parts.attention},
                                     {"decoder_attention.", &parts.decoder},
                                     {"cross.", &parts.cross}}) {
    auto attention = reader.attention(prefix);
    if (!attention) {
      return failure(attention.error());
    }
    *part = std::move(*attention);
  }
  if (parts.attention == nullptr) {
    return failure(reader.error(OpenDumpError::notADump, "", "there is no tensor attention.0",
                                "Write a tensor attention.<l> (heads, n_query, n_key) for each "
                                "layer, from 0"));
  }
  const AttentionShape encoder = parts.attention->shape();
  const auto isOf = [](const std::shared_ptr<RecordedAttention>& part, int queries, int keys) {
    return part->shape().nQuery == queries && part->shape().nKey == keys;
  };
  const bool isWhole =
      encoder.nQuery == encoder.nKey && (parts.decoder == nullptr) == (parts.cross == nullptr);
  const int targets = parts.decoder == nullptr ? 0 : parts.decoder->shape().nQuery;
  const bool areAlike = parts.decoder == nullptr || parts.cross == nullptr ||
                        (parts.cross->shape().layers == parts.decoder->shape().layers &&
                         parts.cross->shape().heads == parts.decoder->shape().heads);
  if (!isWhole || !areAlike ||
      (parts.decoder != nullptr &&
       (!isOf(parts.decoder, targets, targets) || !isOf(parts.cross, targets, encoder.nKey)))) {
    return failure(reader.error(
        OpenDumpError::wrongShape, "",
        "its attentions do not fit: attention.<l> and decoder_attention.<l> are square, and "
        "cross.<l> is (heads, n_target, n_source), of as many layers and heads as the decoder",
        "Write those of one text"));
  }
  return parts;
}

ModelDescription descriptionOf(const DumpReader& reader, const DumpParts& parts) {
  const AttentionShape shape = parts.attention->shape();
  ModelDescription description{.name = reader.modelName(),
                               .family = "recorded attention",
                               .layers = shape.layers,
                               .heads = shape.heads,
                               .mask = "none",
                               .isRecorded = true};
  if (parts.decoder != nullptr) {
    description.decoderLayers = parts.decoder->shape().layers;
    description.decoderHeads = parts.decoder->shape().heads;
  }
  return description;
}

Result<std::shared_ptr<const SafetensorsFile>> mapped(const fs::path& path) {
  auto file = SafetensorsFile::open(path);
  if (!file) {
    return failure(file.error());
  }
  return std::make_shared<const SafetensorsFile>(std::move(*file));
}

// Goes through the numbers of one attention after the other.
class Looked {
 public:
  Looked(const DumpReader& reader, const LoadWatch& watch, int layers)
      : reader_(reader), watch_(watch), layers_(layers) {}

  Result<LayerFacts> through(RecordedAttention& attention, const std::string& prefix) {
    LayerFacts all;
    for (int layer = 0; layer < attention.shape().layers; ++layer) {
      const LayerFacts facts = layerFacts(attention, layer, watch_.stop);
      if (watch_.stop.stop_requested()) {
        return failure({.code = SourceError::stopped,
                        .kind = ErrorKind::couldNotDo,
                        .problem = "the opening was stopped"});
      }
      if (!facts.areWeights) {
        return failure(reader_.error(OpenDumpError::notWeights, prefix + std::to_string(layer),
                                     "it has numbers that are below 0, above 1 or none at all",
                                     "Write attention weights as the softmax gives them"));
      }
      all.isCausal = all.isCausal && facts.isCausal;
      all.sumToOne = all.sumToOne && facts.sumToOne;
      if (watch_.progress) {
        watch_.progress(++done_, layers_);
      }
    }
    attention.setValues(all.sumToOne ? MapValues::weights : MapValues::anyWeights);
    sumToOne_ = sumToOne_ && all.sumToOne;
    return all;
  }
  bool sumToOne() const { return sumToOne_; }

 private:
  const DumpReader& reader_;
  const LoadWatch& watch_;
  int layers_;
  int done_ = 0;
  bool sumToOne_ = true;
};

}  // namespace

Result<std::shared_ptr<const ModelSource>> openDump(const fs::path& path, const LoadWatch& watch) {
  auto file = mapped(path);
  if (!file) {
    return failure(file.error());
  }
  const DumpReader reader(std::move(*file));
  const auto parts = partsOf(reader);
  if (!parts) {
    return failure(parts.error());
  }
  ModelDescription description = descriptionOf(reader, *parts);
  auto tokens =
      reader.tokens("tokens", "special_tokens", "input_ids", parts->attention->shape().nQuery);
  if (!tokens) {
    return failure(tokens.error());
  }
  Run run{.tokens = std::move(*tokens), .attention = parts->attention};
  Looked looked(reader, watch, description.layers + 2 * description.decoderLayers);
  const auto own = looked.through(*parts->attention, "attention.");
  if (!own) {
    return failure(own.error());
  }
  description.mask = own->isCausal ? "causal" : "none";
  if (parts->decoder != nullptr) {
    auto targets = reader.tokens("decoder_tokens", "decoder_special_tokens", "decoder_input_ids",
                                 parts->decoder->shape().nQuery);
    if (!targets) {
      return failure(targets.error());
    }
    for (const auto& [part, prefix] :
         {std::pair{parts->decoder, "decoder_attention."}, {parts->cross, "cross."}}) {
      if (const auto facts = looked.through(*part, prefix); !facts) {
        return failure(facts.error());
      }
    }
    run.decoder = DecoderRun{
        .tokens = std::move(*targets), .attention = parts->decoder, .cross = parts->cross};
  }
  if (!looked.sumToOne()) {
    description.notice = "not all rows of this recording sum to 1";
  }
  return std::make_shared<const DumpModel>(std::move(description), std::move(run));
}

bool isDump(const fs::path& file) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) {
    return false;
  }
  const auto opened = SafetensorsFile::open(file);
  return opened && opened->find("attention.0") != nullptr;
}

Result<ModelDescription> describeDump(const fs::path& path) {
  auto file = mapped(path);
  if (!file) {
    return failure(file.error());
  }
  const DumpReader reader(std::move(*file));
  return partsOf(reader).map(
      [&reader](const DumpParts& parts) { return descriptionOf(reader, parts); });
}

}  // namespace headscope
