#include "catalog/model_store.h"

#include <algorithm>
#include <optional>

#include "catalog/digest.h"
#include "catalog/environment.h"
#include "catalog/safe_name.h"
#include "catalog/staging.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

std::string getCommand(const KnownModel& model) {
  return "Get it with `headscope models get " + model.name + "`";
}

std::string againCommand(const KnownModel& model) {
  return "Remove it with `headscope models remove " + model.name + "`, then get it again";
}

Error notInstalled(std::string_view name, const fs::path& folder, std::string remedy) {
  return {.code = CatalogError::notInstalled,
          .kind = ErrorKind::couldNotDo,
          .file = folder.string(),
          .problem = "model " + std::string(name) + " is not installed",
          .remedy = std::move(remedy)};
}

Result<void> checkFileSize(const KnownModel& model, const ModelFile& file, const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::is_regular_file(status)) {
    return failure({.code = CatalogError::fileMissing,
                    .kind = ErrorKind::couldNotDo,
                    .file = path.string(),
                    .problem = "a file of model " + model.name + " is missing",
                    .remedy = getCommand(model)});
  }
  const std::uintmax_t bytes = fs::file_size(path, error);
  if (error || bytes != file.bytes) {
    return failure({.code = CatalogError::fileSize,
                    .kind = ErrorKind::couldNotDo,
                    .file = path.string(),
                    .problem = "has " + (error ? "an unknown number of" : std::to_string(bytes)) +
                               " bytes, model " + model.name + " has " + std::to_string(file.bytes),
                    .remedy = getCommand(model)});
  }
  return {};
}

}  // namespace

Result<ModelStore> ModelStore::ofUser() {
  // The XDG specification wants a relative path ignored.
  if (const fs::path data = environmentText(kStoreVariable); data.is_absolute()) {
    return ModelStore(data / "headscope" / "models");
  }
  const std::optional<fs::path> home = homeFolder();
  if (!home) {
    return failure({.code = CatalogError::noDataFolder,
                    .kind = ErrorKind::couldNotDo,
                    .problem = "there is no home folder to keep models in",
                    .remedy = "Set HOME or XDG_DATA_HOME to a folder"});
  }
  return ModelStore(*home / ".local" / "share" / "headscope" / "models");
}

Result<fs::path> ModelStore::folderOf(std::string_view name) const {
  if (!isModelName(name)) {
    return failure({.code = CatalogError::unsafeName,
                    .place = "model \"" + std::string(name) + "\"",
                    .problem = "is not the name of a model: letters, digits, '.', '_' and '-'",
                    .remedy = "See `headscope models list`"});
  }
  return root_ / std::string(name);
}

Result<std::vector<std::string>> ModelStore::installed() const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(root_, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    const std::string name = entry->path().filename().string();
    if (isModelName(name) && entry->is_directory(ignored)) {
      names.push_back(name);
    }
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return failure({.code = CatalogError::cannotRead,
                    .kind = ErrorKind::couldNotDo,
                    .file = root_.string(),
                    .problem = "cannot be read: " + error.message(),
                    .remedy = "Check that it is a folder and that you may read it"});
  }
  std::sort(names.begin(), names.end());
  return names;
}

ModelState ModelStore::stateOf(const KnownModel& model) const {
  const Result<fs::path> folder = folderOf(model.name);
  std::error_code ignored;
  if (!folder || !fs::exists(fs::symlink_status(*folder, ignored))) {
    return ModelState::absent;
  }
  return checkFiles(model, *folder, CheckDepth::sizes) ? ModelState::complete
                                                       : ModelState::incomplete;
}

Result<fs::path> ModelStore::completeFolderOf(const KnownModel& model) const {
  if (const Result<void> checked = check(model, CheckDepth::sizes); !checked) {
    return failure(checked.error());
  }
  return folderOf(model.name);
}

Result<void> ModelStore::check(const KnownModel& model, CheckDepth depth,
                               const ByteProgress& progress, std::stop_token stop) const {
  const Result<fs::path> folder = folderOf(model.name);
  if (!folder) {
    return failure(folder.error());
  }
  std::error_code ignored;
  if (!fs::is_directory(*folder, ignored)) {
    return failure(notInstalled(model.name, *folder, getCommand(model)));
  }
  return checkFiles(model, *folder, depth, progress, std::move(stop));
}

Result<void> ModelStore::remove(std::string_view name) const {
  const Result<fs::path> folder = folderOf(name);
  if (!folder) {
    return failure(folder.error());
  }
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(*folder, ignored))) {
    return failure(notInstalled(name, *folder, "See `headscope models list`"));
  }
  const Result<FileLock> lock = tryTakeModelLock(root_, name);
  if (!lock) {
    return failure(lock.error());
  }
  // Moved aside first: whoever is interrupted while deleting leaves no half model.
  const Result<StagingFolder> staging = StagingFolder::make(root_, name);
  if (!staging) {
    return failure(staging.error());
  }
  return staging->discard(*folder);
}

Result<void> checkFiles(const KnownModel& model, const fs::path& folder, CheckDepth depth,
                        const ByteProgress& progress, std::stop_token stop) {
  for (const ModelFile& file : model.files) {
    if (const Result<void> sized = checkFileSize(model, file, folder / file.name); !sized) {
      return sized;
    }
  }
  if (depth == CheckDepth::sizes) {
    return {};
  }
  std::uint64_t before = 0;
  for (const ModelFile& file : model.files) {
    const fs::path path = folder / file.name;
    const ByteProgress shifted = [&progress, before](std::uint64_t done) {
      if (progress) {
        progress(before + done);
      }
    };
    const Result<std::string> hash = sha256OfFile(path, shifted, stop);
    if (!hash) {
      return failure(hash.error());
    }
    if (*hash != file.sha256) {
      return failure(
          {.code = CatalogError::fileHash,
           .kind = ErrorKind::couldNotDo,
           .file = path.string(),
           .problem = "has the SHA-256 " + *hash + ", model " + model.name + " has " + file.sha256,
           .remedy = againCommand(model)});
    }
    before += file.bytes;
  }
  return {};
}

}  // namespace headscope
