#include "source/open_checkpoint.h"

#include <utility>

#include "families/gguf_family.h"
#include "image/preprocessor_config.h"
#include "io/json.h"
#include "io/safetensors_store.h"
#include "source/checkpoint_place.h"
#include "text/gguf_tokenizer.h"
#include "text/tokenizer_json.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

// Null where there is none.
Result<std::unique_ptr<Tokenizer>> tokenizerOf(const CheckpointPlace& place) {
  return place.tokenizer.empty() ? Result<std::unique_ptr<Tokenizer>>(nullptr)
                                 : loadTokenizer(place.tokenizer);
}

// Adds how the images of a vision model are prepared.
Result<void> readPreprocessing(const fs::path& file, const nlohmann::json& config,
                               CheckpointParts& parts) {
  const auto* patches = std::get_if<PatchEmbedding>(&parts.model.embedding);
  if (patches == nullptr) {
    return {};
  }
  if (file.empty()) {
    parts.preprocessing = defaultPreprocessing({patches->imageHeight, patches->imageWidth});
    parts.notice =
        "the folder has no preprocessor_config.json: "
        "images are resized to the model's size and normalized by ViT's defaults";
    return {};
  }
  const auto json = readJsonFile(file, DuplicateKeys::reject);
  if (!json) {
    return failure(json.error());
  }
  const bool isDeit = config.value("model_type", std::string()) == "deit";
  auto steps = readPreprocessorConfig(*json, file.string(),
                                      isDeit ? ImageProcessor::deit : ImageProcessor::vit);
  if (!steps) {
    return failure(steps.error());
  }
  parts.preprocessing = *steps;
  return {};
}

// Adds what a model of the playground was trained for.
Result<void> readTraining(const CheckpointPlace& place, const nlohmann::json& config,
                          CheckpointParts& parts) {
  const fs::path file = place.config.parent_path() / kTrainingFile;
  const auto* embedding = std::get_if<TokenEmbedding>(&parts.model.embedding);
  std::error_code ignored;
  if (config.value("model_type", std::string()) != "headscope" || embedding == nullptr ||
      !fs::exists(file, ignored)) {
    return {};
  }
  const auto json = readJsonFile(file, DuplicateKeys::reject);
  if (!json) {
    return failure(json.error());
  }
  auto lesson = readLesson(*json, file.string(), static_cast<std::int32_t>(embedding->wordRows));
  if (!lesson) {
    return failure(lesson.error());
  }
  parts.lesson = std::make_shared<const Lesson>(std::move(*lesson));
  return {};
}

Result<std::shared_ptr<const SafetensorsStore>> openWeights(const CheckpointPlace& place) {
  return place.inParts ? SafetensorsStore::openIndex(place.weights)
                       : SafetensorsStore::open(place.weights);
}

Result<CheckpointParts> partsOfFolder(const fs::path& folder, const CheckpointPlace& place,
                                      const LoadWatch& watch) {
  const auto config = readJsonFile(place.config, DuplicateKeys::reject);
  if (!config) {
    return failure(config.error());
  }
  const auto tensors = openWeights(place);
  if (!tensors) {
    return failure(tensors.error());
  }
  auto model = loadFamily(*config, place.config.string(), *tensors, watch);
  if (!model) {
    return failure(model.error());
  }
  auto tokenizer = tokenizerOf(place);
  if (!tokenizer) {
    return failure(tokenizer.error());
  }
  CheckpointParts parts{.path = folder,
                        .tensors = *tensors,
                        .model = std::move(*model),
                        .tokenizer = std::move(*tokenizer)};
  if (const auto ok = readTraining(place, *config, parts); !ok) {
    return failure(ok.error());
  }
  if (const auto ok = readPreprocessing(place.preprocessor, *config, parts); !ok) {
    return failure(ok.error());
  }
  return parts;
}

Result<CheckpointParts> partsOfGguf(const CheckpointPlace& place, const LoadWatch& watch) {
  const auto file = GgufFile::open(place.gguf);
  if (!file) {
    return failure(file.error());
  }
  auto model = loadGgufFamily(*file, watch);
  if (!model) {
    return failure(model.error());
  }
  auto tokenizer = tokenizerOf(place);
  if (tokenizer && *tokenizer == nullptr) {
    tokenizer = ggufTokenizer(**file);
  }
  if (!tokenizer) {
    return failure(tokenizer.error());
  }
  return CheckpointParts{.path = place.gguf,
                         .tensors = *file,
                         .model = std::move(*model),
                         .tokenizer = std::move(*tokenizer)};
}

}  // namespace

Result<std::shared_ptr<const CheckpointSource>> openCheckpoint(const fs::path& path,
                                                               const LoadWatch& watch) {
  const auto place = findCheckpoint(path);
  if (!place) {
    return failure(place.error());
  }
  return (place->gguf.empty() ? partsOfFolder(path, *place, watch) : partsOfGguf(*place, watch))
      .map([](CheckpointParts&& parts) {
        return std::make_shared<const CheckpointSource>(std::move(parts));
      });
}

}  // namespace headscope
