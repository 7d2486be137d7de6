#include "source/open_checkpoint.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "families/gguf_family.h"
#include "image/preprocessor_config.h"
#include "io/json.h"
#include "io/safetensors_store.h"
#include "text/gguf_tokenizer.h"
#include "text/tokenizer_json.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfig = "config.json";
constexpr const char* kWeights = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";
constexpr const char* kTokenizer = "tokenizer.json";
constexpr const char* kPreprocessor = "preprocessor_config.json";

tl::unexpected<Error> cannotOpen(CheckpointError code, const fs::path& path, std::string problem,
                                 std::string remedy) {
  return failure({.code = code,
                  .file = path.string(),
                  .problem = std::move(problem),
                  .remedy = std::move(remedy)});
}

bool isThere(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

tl::unexpected<Error> refusePickle(const fs::path& path, const std::string& found) {
  return cannotOpen(CheckpointError::pickle, path,
                    found +
                        ", a pickle, which can run code when it is opened, and no "
                        "model.safetensors",
                    "Convert it once in Python: AutoModel.from_pretrained(FOLDER)"
                    ".save_pretrained(FOLDER, safe_serialization=True)");
}

bool isGguf(const fs::path& path) {
  return path.extension() == ".gguf" || path.extension() == ".GGUF";
}

std::vector<fs::path> ggufFilesOf(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    std::error_code unknown;
    if (isGguf(entry->path()) && !entry->is_directory(unknown)) {
      files.push_back(entry->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool hasSafetensors(const fs::path& folder) {
  return isThere(folder / kWeights) || isThere(folder / kIndex);
}

Result<std::shared_ptr<const SafetensorsStore>> openWeights(const fs::path& folder) {
  if (isThere(folder / kWeights)) {
    return SafetensorsStore::open(folder / kWeights);
  }
  if (isThere(folder / kIndex)) {
    return SafetensorsStore::openIndex(folder / kIndex);
  }
  for (const char* pickle : {"pytorch_model.bin", "pytorch_model.bin.index.json"}) {
    if (isThere(folder / pickle)) {
      return refusePickle(folder, std::string("the folder has ") + pickle);
    }
  }
  return cannotOpen(CheckpointError::noWeights, folder, "the folder has no model.safetensors",
                    "Put the weights beside config.json");
}

// Null where the folder has none.
Result<std::unique_ptr<Tokenizer>> tokenizerIn(const fs::path& folder) {
  return isThere(folder / kTokenizer) ? loadTokenizer(folder / kTokenizer)
                                      : Result<std::unique_ptr<Tokenizer>>(nullptr);
}

// Adds how the images of a vision model are prepared.
Result<void> readPreprocessing(const fs::path& folder, const nlohmann::json& config,
                               CheckpointParts& parts) {
  const auto* patches = std::get_if<PatchEmbedding>(&parts.model.embedding);
  if (patches == nullptr) {
    return {};
  }
  const fs::path file = folder / kPreprocessor;
  if (!isThere(file)) {
    parts.preprocessing = defaultPreprocessing({patches->imageHeight, patches->imageWidth});
    parts.notice = "the folder has no " + std::string(kPreprocessor) +
                   ": images are resized to the model's size and normalized by ViT's defaults";
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

Result<CheckpointParts> partsOfFolder(const fs::path& folder) {
  const auto config = readJsonFile(folder / kConfig, DuplicateKeys::reject);
  if (!config) {
    return failure(config.error());
  }
  const auto tensors = openWeights(folder);
  if (!tensors) {
    return failure(tensors.error());
  }
  auto model = loadFamily(*config, (folder / kConfig).string(), *tensors);
  if (!model) {
    return failure(model.error());
  }
  auto tokenizer = tokenizerIn(folder);
  if (!tokenizer) {
    return failure(tokenizer.error());
  }
  CheckpointParts parts{.path = folder,
                        .tensors = *tensors,
                        .model = std::move(*model),
                        .tokenizer = std::move(*tokenizer)};
  if (const auto ok = readPreprocessing(folder, *config, parts); !ok) {
    return failure(ok.error());
  }
  return parts;
}

Result<CheckpointParts> partsOfGguf(const fs::path& path) {
  const auto file = GgufFile::open(path);
  if (!file) {
    return failure(file.error());
  }
  auto model = loadGgufFamily(*file);
  if (!model) {
    return failure(model.error());
  }
  auto tokenizer = tokenizerIn(path.parent_path());
  if (tokenizer && *tokenizer == nullptr) {
    tokenizer = ggufTokenizer(**file);
  }
  if (!tokenizer) {
    return failure(tokenizer.error());
  }
  return CheckpointParts{.path = path,
                         .tensors = *file,
                         .model = std::move(*model),
                         .tokenizer = std::move(*tokenizer)};
}

Result<CheckpointParts> partsOf(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_directory(path, ignored)) {
    if (isGguf(path)) {
      return partsOfGguf(path);
    }
    for (const char* pickle : {".bin", ".pt", ".pth", ".ckpt"}) {
      if (path.extension() == pickle) {
        return refusePickle(path, "this is probably a file of PyTorch");
      }
    }
    return cannotOpen(CheckpointError::notAModel, path, "this is neither a folder nor a GGUF file",
                      "Open the folder that has config.json and model.safetensors");
  }
  const std::vector<fs::path> files = ggufFilesOf(path);
  // Folders of GGUF files often have the config.json of the model that they were made from.
  if (isThere(path / kConfig) && (files.empty() || hasSafetensors(path))) {
    return partsOfFolder(path);
  }
  if (files.size() == 1) {
    return partsOfGguf(files.front());
  }
  if (files.size() > 1) {
    return cannotOpen(CheckpointError::severalModels, path,
                      "the folder has " + std::to_string(files.size()) + " GGUF files",
                      "Open one of them, such as " + files.front().filename().string());
  }
  return cannotOpen(CheckpointError::noConfig, path, "the folder has no config.json",
                    "Open the folder of a model as Hugging Face's save_pretrained writes it, or a "
                    "GGUF file");
}

}  // namespace

Result<std::shared_ptr<const CheckpointSource>> openCheckpoint(const fs::path& path) {
  return partsOf(path).map([](CheckpointParts&& parts) {
    return std::make_shared<const CheckpointSource>(std::move(parts));
  });
}

}  // namespace headscope
