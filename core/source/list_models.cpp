#include "source/list_models.h"

#include <algorithm>
#include <filesystem>

#include "catalog/checkpoint_files.h"
#include "catalog/hub_cache.h"
#include "catalog/hub_settings.h"
#include "catalog/known_models.h"
#include "catalog/model_store.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

void addKnown(std::vector<ListedModel>& models) {
  const auto known = knownModels();
  const auto store = ModelStore::ofUser();
  if (!known || !store) {
    return;
  }
  for (const KnownModel& model : *known) {
    ListedModel listed{.origin = ModelOrigin::known, .reference = model.name, .name = model.name};
    const auto folder = store->completeFolderOf(model);
    listed.fetched = folder.has_value();
    if (folder) {
      listed.peek = peekCheckpoint(*folder);
    } else {
      listed.peek.summary = {.layers = model.layers, .heads = model.heads};
      listed.peek.bytes = totalBytes(model);
    }
    models.push_back(std::move(listed));
  }
}

// The snapshot at "main", or else the first.
const CachedSnapshot& snapshotToShow(const CachedRepository& repository) {
  const auto atMain =
      std::find_if(repository.snapshots.begin(), repository.snapshots.end(),
                   [](const CachedSnapshot& snapshot) { return snapshot.isAt("main"); });
  return atMain != repository.snapshots.end() ? *atMain : repository.snapshots.front();
}

bool isGgufName(const std::string& name) {
  return name.ends_with(".gguf");
}

void addCached(std::vector<ListedModel>& models) {
  const auto settings = HubSettings::ofUser();
  const auto repositories =
      settings ? scanHubCache(settings->cache) : Result<std::vector<CachedRepository>>();
  if (!repositories) {
    return;
  }
  for (const CachedRepository& repository : *repositories) {
    if (repository.snapshots.empty()) {
      continue;
    }
    const CachedSnapshot& snapshot = snapshotToShow(repository);
    const std::string revision =
        referenceOf(repository, snapshot).substr(repository.repository.size());
    const auto add = [&](const std::string& name, const fs::path& path) {
      models.push_back({.origin = ModelOrigin::cached,
                        .reference = name + revision,
                        .name = name,
                        .peek = peekCheckpoint(path)});
    };
    if (snapshot.find(kConfigFile) != nullptr) {
      add(repository.repository, snapshot.folder);
    }
    for (const CachedFile& file : snapshot.files) {
      if (isGgufName(file.name)) {
        add(repository.repository + "/" + file.name, file.path);
      }
    }
  }
}

}  // namespace

std::vector<ListedModel> listModels(std::span<const std::string> openedBefore) {
  std::vector<ListedModel> models;
  addKnown(models);
  addCached(models);
  for (const std::string& path : openedBefore) {
    std::error_code ignored;
    if (fs::exists(path, ignored)) {
      models.push_back({.origin = ModelOrigin::opened,
                        .reference = path,
                        .name = fs::path(path).filename().string(),
                        .peek = peekCheckpoint(path)});
    }
  }
  return models;
}

}  // namespace headscope
