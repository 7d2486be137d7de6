#include "catalog/checkpoint_files.h"

#include <set>

#include "catalog/safe_name.h"
#include "io/json.h"

namespace headscope {

namespace {

Error badIndex(const std::filesystem::path& index, std::string place, std::string problem) {
  return {.code = HubError::badIndex,
          .file = index.string(),
          .place = std::move(place),
          .problem = std::move(problem),
          .remedy = "Ask those who made the repository to correct it"};
}

}  // namespace

Result<std::vector<std::string>> shardsOfIndex(const std::filesystem::path& index) {
  const auto json = readJsonFile(index, DuplicateKeys::keepLast);
  if (!json) {
    return failure(json.error());
  }
  const auto map = json->is_object() ? json->find("weight_map") : json->end();
  if (!json->is_object() || map == json->end() || !map->is_object() || map->empty()) {
    return failure(
        badIndex(index, "weight_map", "is not an object that names a file for a tensor"));
  }
  std::set<std::string> names;
  for (const auto& [tensor, file] : map->items()) {
    if (!file.is_string() || !staysInside(file.get_ref<const std::string&>())) {
      return failure(badIndex(index, "weight_map, tensor '" + tensor + "'",
                              "is not in a file of this repository: " + file.dump()));
    }
    names.insert(file.get<std::string>());
  }
  return std::vector<std::string>(names.begin(), names.end());
}

Error picklesOnly(const std::string& repository) {
  return {.code = HubError::picklesOnly,
          .place = repository,
          .problem =
              "has its weights only as pytorch_model.bin, a pickle, which is not opened: a "
              "pickle can run any program",
          .remedy =
              "Where you trust it, convert it with Python's transformers: "
              "AutoModel.from_pretrained(\"" +
              repository +
              "\").save_pretrained(\"FOLDER\"), which writes safetensors, and open FOLDER"};
}

Error noWeights(const std::string& repository) {
  return {.code = HubError::noWeights,
          .place = repository,
          .problem = "has no model.safetensors",
          .remedy = "Choose a repository with safetensors, or name one of its .gguf files: " +
                    repository + "/FILE.gguf"};
}

}  // namespace headscope
