#include "io/safetensors_store.h"

#include <utility>

#include "io/json.h"
#include "io/read_file.h"
#include "io/safetensors_source.h"

namespace headscope {

namespace fs = std::filesystem;

SafetensorsStore::SafetensorsStore(fs::path path, std::vector<SafetensorsFile> files)
    : path_(std::move(path)), files_(std::move(files)) {}

void SafetensorsStore::add(std::size_t file, const TensorInfo& info) {
  indices_.emplace(info.name, places_.size());
  places_.push_back({.file = file, .info = &info});
}

Result<std::shared_ptr<const SafetensorsStore>> SafetensorsStore::open(const fs::path& path) {
  auto file = SafetensorsFile::open(path);
  if (!file) {
    return failure(file.error());
  }
  std::vector<SafetensorsFile> files;
  files.push_back(std::move(*file));
  const std::shared_ptr<SafetensorsStore> store(new SafetensorsStore(path, std::move(files)));
  for (const TensorInfo& info : store->files_.front().tensors()) {
    store->add(0, info);
  }
  return store;
}

// Of two tensors of one name it would not be sure which is meant: the index says one of them, and
// who reads all the files takes the last.
Result<void> SafetensorsStore::checkNamesDiffer(const SafetensorsIndex& index) const {
  std::unordered_map<std::string_view, std::size_t> fileOf;
  for (std::size_t file = 0; file < files_.size(); ++file) {
    for (const TensorInfo& info : files_[file].tensors()) {
      const auto [found, isNew] = fileOf.emplace(info.name, file);
      if (!isNew) {
        return failure({.code = SafetensorsIndexError::tensorTwice,
                        .file = path_.string(),
                        .place = tensorPlace(info.name),
                        .problem = "the files '" + index.shards[found->second] + "' and '" +
                                   index.shards[file] + "' both have it",
                        .remedy = "Check that the files belong together"});
      }
    }
  }
  return {};
}

Result<std::shared_ptr<const SafetensorsStore>> SafetensorsStore::openIndex(const fs::path& path) {
  const auto index = readSafetensorsIndex(path);
  if (!index) {
    return failure(index.error());
  }
  std::vector<SafetensorsFile> files;
  for (const std::string& shard : index->shards) {
    const fs::path at = path.parent_path() / shard;
    std::error_code ignored;
    if (!fs::exists(at, ignored)) {
      return failure({.code = SafetensorsIndexError::shardMissing,
                      .file = path.string(),
                      .place = "weight_map",
                      .problem = "the file '" + shard + "' that it names is not there",
                      .remedy = "Put all parts of the model beside the index"});
    }
    auto file = SafetensorsFile::open(at);
    if (!file) {
      return failure(file.error());
    }
    files.push_back(std::move(*file));
  }
  const std::shared_ptr<SafetensorsStore> store(new SafetensorsStore(path, std::move(files)));
  if (const auto differ = store->checkNamesDiffer(*index); !differ) {
    return failure(differ.error());
  }
  for (const auto& [tensor, shard] : index->shardOf) {
    const TensorInfo* info = store->files_[shard].find(tensor);
    if (info == nullptr) {
      return failure({.code = SafetensorsIndexError::tensorNotThere,
                      .file = path.string(),
                      .place = "weight_map, " + tensorPlace(tensor),
                      .problem = "the file '" + index->shards[shard] + "' does not have it",
                      .remedy = "Check that the index and the files belong together"});
    }
    store->add(shard, *info);
  }
  return store;
}

std::optional<StoredTensor> SafetensorsStore::find(std::string_view name) const {
  const auto found = indices_.find(name);
  if (found == indices_.end()) {
    return std::nullopt;
  }
  const TensorInfo& info = *places_[found->second].info;
  return StoredTensor{.name = info.name, .shape = info.shape, .index = found->second};
}

Result<void> SafetensorsStore::readable(const StoredTensor& tensor) const {
  const Place& place = places_[tensor.index];
  return files_[place.file].floatsReadable(*place.info);
}

void SafetensorsStore::read(const StoredTensor& tensor, std::size_t first,
                            std::span<float> out) const {
  const Place& place = places_[tensor.index];
  files_[place.file].readFloatsAt(*place.info, first, out);
}

Result<void> SafetensorsStore::stillWhole() const {
  for (const SafetensorsFile& file : files_) {
    if (auto whole = file.stillWhole(); !whole) {
      return whole;
    }
  }
  return {};
}

std::string_view SafetensorsStore::mismatchRemedy() const {
  return "Check that config.json and the weights belong together";
}

}  // namespace headscope
