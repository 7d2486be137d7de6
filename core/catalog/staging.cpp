#include "catalog/staging.h"

#include <cerrno>
#include <stdlib.h>
#include <system_error>
#include <utility>

#include "catalog/disk.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr const char* kStagingName = ".staging";

fs::path lockFileOf(const fs::path& storeRoot, std::string_view model) {
  return storeRoot / kStagingName / (std::string(model) + ".lock");
}

// The folder and those below it: which names they hold. Whoever wrote the files has synced those.
Result<void> syncFolders(const fs::path& folder) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->is_directory(error)) {
      if (const Result<void> synced = syncToDisk(entry->path()); !synced) {
        return synced;
      }
    }
  }
  return syncToDisk(folder);
}

}  // namespace

Result<FileLock> tryTakeModelLock(const fs::path& storeRoot, std::string_view model) {
  return FileLock::tryTake(lockFileOf(storeRoot, model));
}

Result<FileLock> takeModelLock(const fs::path& storeRoot, std::string_view model,
                               const std::function<void()>& onWait, std::stop_token stop) {
  return FileLock::take(lockFileOf(storeRoot, model), kStoreVariable, onWait, std::move(stop));
}

Result<StagingFolder> StagingFolder::make(const fs::path& storeRoot, std::string_view model) {
  const fs::path parent = storeRoot / kStagingName / std::string(model);
  // Whoever holds the lock is the only one at work on this model: all that is here is stale. A
  // download that outlived its killed parent may still write there; what it leaves goes next time.
  std::error_code ignored;
  fs::remove_all(parent, ignored);
  if (const Result<void> made = makeFolders(parent); !made) {
    return failure(made.error());
  }
  std::string pattern = (parent / std::string(6, 'X')).string();  // mkdtemp fills in the six
  if (::mkdtemp(pattern.data()) == nullptr) {
    return failure(writeError(parent, "take a new folder", errno));
  }
  return StagingFolder(pattern);
}

StagingFolder::StagingFolder(StagingFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

StagingFolder::~StagingFolder() {
  if (!path_.empty()) {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    fs::remove(path_.parent_path(), ignored);
  }
}

Result<void> StagingFolder::publish(const fs::path& name, const fs::path& target) const {
  std::error_code error;
  if (fs::exists(fs::symlink_status(target, error))) {
    if (const Result<void> aside = discard(target); !aside) {
      return aside;
    }
  }
  if (const Result<void> synced = syncFolders(path_ / name); !synced) {
    return synced;
  }
  fs::rename(path_ / name, target, error);
  if (error) {
    return failure(writeError(target, "be put in place", error.value()));
  }
  return syncToDisk(target.parent_path());
}

Result<void> StagingFolder::discard(const fs::path& target) const {
  std::error_code error;
  fs::rename(target, path_ / "discarded", error);
  if (error) {
    return failure(writeError(target, "be moved aside", error.value()));
  }
  return {};
}

}  // namespace headscope
