#include "source/checkpoint_place.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "catalog/checkpoint_files.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

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
  return isThere(folder / kWeightsFile) || isThere(folder / kWeightsIndexFile);
}

// Sets place.weights.
Result<void> findWeights(const fs::path& folder, CheckpointPlace& place) {
  if (isThere(folder / kWeightsFile)) {
    place.weights = folder / kWeightsFile;
    return {};
  }
  if (isThere(folder / kWeightsIndexFile)) {
    place.weights = folder / kWeightsIndexFile;
    place.inParts = true;
    return {};
  }
  for (const char* pickle : kPickleFiles) {
    if (isThere(folder / pickle)) {
      return refusePickle(folder, std::string("the folder has ") + pickle);
    }
  }
  return cannotOpen(CheckpointError::noWeights, folder, "the folder has no model.safetensors",
                    "Put the weights beside config.json");
}

CheckpointPlace placeIn(const fs::path& folder) {
  const auto ifThere = [](const fs::path& path) { return isThere(path) ? path : fs::path(); };
  return {.config = folder / kConfigFile,
          .tokenizer = ifThere(folder / kTokenizerFile),
          .preprocessor = ifThere(folder / kPreprocessorFile)};
}

CheckpointPlace placeOfGguf(const fs::path& file) {
  CheckpointPlace place = placeIn(file.parent_path());
  place.gguf = file;
  return place;
}

}  // namespace

Result<CheckpointPlace> findCheckpoint(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_directory(path, ignored)) {
    if (isGguf(path)) {
      return placeOfGguf(path);
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
  if (isThere(path / kConfigFile) && (files.empty() || hasSafetensors(path))) {
    CheckpointPlace place = placeIn(path);
    return findWeights(path, place).map([&place] { return place; });
  }
  if (files.size() == 1) {
    return placeOfGguf(files.front());
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

}  // namespace headscope
