#include "io/safetensors_index.h"

#include <algorithm>
#include <utility>

#include "io/json.h"
#include "io/read_file.h"
#include "io/text_place.h"

namespace headscope {
namespace {

tl::unexpected<Error> indexFailure(SafetensorsIndexError code, const std::string& file,
                                   std::string place, std::string problem) {
  return failure({.code = code,
                  .file = file,
                  .place = std::move(place),
                  .problem = std::move(problem),
                  .remedy = "The index is damaged: get it again, or save the model anew"});
}

// A name that cannot lead out of the folder.
bool isFileName(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

}  // namespace

Result<SafetensorsIndex> parseSafetensorsIndex(std::string_view json, const std::string& file) {
  const auto root = parseJson(json, file, DuplicateKeys::reject);
  if (!root) {
    return failure(root.error());
  }
  if (!root->is_object()) {
    return indexFailure(SafetensorsIndexError::notAnObject, file, "",
                        std::string("expected an object, found ") + root->type_name());
  }
  const auto map = root->find("weight_map");
  if (map == root->end() || !map->is_object()) {
    return indexFailure(SafetensorsIndexError::noWeightMap, file, "weight_map",
                        "expected an object that names a file for each tensor");
  }
  if (map->empty()) {
    return indexFailure(SafetensorsIndexError::emptyWeightMap, file, "weight_map",
                        "it names no tensor");
  }
  SafetensorsIndex index;
  for (const auto& [tensor, shard] : map->items()) {
    if (!shard.is_string() || !isFileName(shard.get_ref<const std::string&>())) {
      return indexFailure(SafetensorsIndexError::badShardName, file,
                          "weight_map, tensor " + inQuotes(tensor),
                          "expected the name of a file beside the index, found " + shard.dump());
    }
    index.shards.push_back(shard.get<std::string>());
  }
  std::sort(index.shards.begin(), index.shards.end());
  index.shards.erase(std::unique(index.shards.begin(), index.shards.end()), index.shards.end());
  for (const auto& [tensor, shard] : map->items()) {
    const auto at = std::lower_bound(index.shards.begin(), index.shards.end(),
                                     shard.get_ref<const std::string&>());
    index.shardOf.emplace(tensor, static_cast<std::size_t>(at - index.shards.begin()));
  }
  return index;
}

Result<SafetensorsIndex> readSafetensorsIndex(const std::filesystem::path& file) {
  const auto text = readFile(file, kMaxJsonBytes);
  return text ? parseSafetensorsIndex(*text, file.string()) : failure(text.error());
}

}  // namespace headscope
