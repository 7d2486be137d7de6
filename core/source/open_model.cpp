#include "source/open_model.h"

#include <filesystem>

#include "catalog/hub_cache.h"
#include "catalog/hub_settings.h"
#include "catalog/known_models.h"
#include "catalog/model_store.h"
#include "source/open_checkpoint.h"
#include "source/open_dump.h"
#include "source/playground_source.h"
#include "source/recording_file.h"
#include "source/sandbox_source.h"
#include "source/sandbox_spec.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

Error notFound(const std::string& name) {
  return {.code = OpenError::notFound,
          .file = name,
          .problem = "there is no such folder, and no known model has this name",
          .remedy =
              "Give a model's folder, a name that `headscope models list` shows, playground, or "
              "sandbox"};
}

// What the hub's cache has by that name: a folder or a .gguf file.
Result<fs::path> pathInHubCache(const std::string& name) {
  const auto reference = parseHubReference(name);
  if (!reference) {
    return failure(notFound(name));
  }
  const auto settings = HubSettings::ofUser();
  if (!settings) {
    return failure(settings.error());
  }
  const auto path = HubCache(settings->cache).pathOf(*reference);
  // A single word is more likely a mistyped name than one of the few repositories without ORG/.
  const bool isWord = name.find_first_of("/@") == std::string::npos;
  if (!path && path.error().code == HubError::notCached && isWord) {
    return failure(notFound(name));
  }
  return path;
}

Result<fs::path> pathOfNamed(const std::string& name) {
  const auto models = knownModels();
  if (!models) {
    return failure(models.error());
  }
  const auto known = findKnownModel(*models, name);
  if (!known) {
    return pathInHubCache(name);
  }
  const auto store = ModelStore::ofUser();
  if (!store) {
    return failure(store.error());
  }
  return store->completeFolderOf(*known);
}

// The model at a recording's end.
Result<std::shared_ptr<const ModelSource>> openRecordedEnd(const std::string& file) {
  const auto training = openRecording(file);
  if (!training) {
    return failure(training.error());
  }
  return training->modelAt(training->stepsDone());
}

}  // namespace

Result<std::shared_ptr<const ModelSource>> openModel(const std::string& reference,
                                                     const LoadWatch& watch) {
  if (isSandboxSpec(reference)) {
    const auto config = parseSandboxSpec(reference);
    if (!config) {
      return failure(config.error());
    }
    return SandboxSource::create(*config);
  }
  if (reference == kPlaygroundName) {
    return openBuiltInPlayground();
  }
  if (isRecording(reference)) {
    return openRecordedEnd(reference);
  }
  if (isDump(reference)) {
    return openDump(reference, watch);
  }
  std::error_code ignored;
  if (fs::exists(reference, ignored)) {
    return openCheckpoint(reference, watch);
  }
  const auto path = pathOfNamed(reference);
  if (!path) {
    return failure(path.error());
  }
  return openCheckpoint(*path, watch);
}

}  // namespace headscope
