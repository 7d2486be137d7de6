#include "source/open_model.h"

#include <filesystem>

#include "catalog/known_models.h"
#include "catalog/model_store.h"
#include "source/open_checkpoint.h"
#include "source/sandbox_source.h"
#include "source/sandbox_spec.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

Result<fs::path> folderOfKnown(const std::string& name) {
  const auto models = knownModels();
  if (!models) {
    return failure(models.error());
  }
  const auto known = findKnownModel(*models, name);
  if (!known) {
    return failure({.code = OpenError::notFound,
                    .file = name,
                    .problem = "there is no such folder, and no known model has this name",
                    .remedy = "Give a model's folder, a name that `headscope models list` shows, "
                              "or sandbox"});
  }
  const auto store = ModelStore::ofUser();
  if (!store) {
    return failure(store.error());
  }
  return store->completeFolderOf(*known);
}

}  // namespace

Result<std::shared_ptr<const ModelSource>> openModel(const std::string& reference) {
  if (isSandboxSpec(reference)) {
    const auto config = parseSandboxSpec(reference);
    if (!config) {
      return failure(config.error());
    }
    return SandboxSource::create(*config);
  }
  std::error_code ignored;
  if (fs::exists(reference, ignored)) {
    return openCheckpoint(reference);
  }
  const auto folder = folderOfKnown(reference);
  if (!folder) {
    return failure(folder.error());
  }
  return openCheckpoint(*folder);
}

}  // namespace headscope
