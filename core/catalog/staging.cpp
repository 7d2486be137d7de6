#include "catalog/staging.h"

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <stdlib.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "catalog/disk.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr const char* kStagingName = ".staging";
constexpr auto kLockPoll = std::chrono::milliseconds(100);

Result<void> makeFolders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return failure(writeError(folder, "be made", error.value()));
  }
  return {};
}

Error lockError(const fs::path& file, std::string problem, std::string remedy) {
  return {.code = CatalogError::lockFailed,
          .kind = ErrorKind::couldNotDo,
          .file = file.string(),
          .problem = std::move(problem),
          .remedy = std::move(remedy)};
}

Result<int> openLockFile(const fs::path& file) {
  if (const Result<void> made = makeFolders(file.parent_path()); !made) {
    return failure(made.error());
  }
  // Close-on-exec: a download that outlives a killed process must not go on holding the lock.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    return failure(writeError(file, "be opened", errno));
  }
  return descriptor;
}

fs::path lockFileOf(const fs::path& storeRoot, std::string_view model) {
  return storeRoot / kStagingName / (std::string(model) + ".lock");
}

// Whether the lock is taken now; false where another holds it.
Result<bool> tryLock(int descriptor, const fs::path& file) {
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return false;
    }
    if (errno != EINTR) {
      return failure(lockError(file, std::string("cannot be locked: ") + std::strerror(errno),
                               "Let XDG_DATA_HOME name a folder on a local disk"));
    }
  }
  return true;
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

Result<ModelLock> ModelLock::tryTake(const fs::path& storeRoot, std::string_view model) {
  const fs::path file = lockFileOf(storeRoot, model);
  const Result<int> descriptor = openLockFile(file);
  if (!descriptor) {
    return failure(descriptor.error());
  }
  ModelLock lock(*descriptor);
  const Result<bool> taken = tryLock(*descriptor, file);
  if (!taken) {
    return failure(taken.error());
  }
  if (!*taken) {
    return failure(lockError(file, "is held: this model is being fetched or removed",
                             "Try again when that is done"));
  }
  return lock;
}

Result<ModelLock> ModelLock::take(const fs::path& storeRoot, std::string_view model,
                                  const std::function<void()>& onWait, std::stop_token stop) {
  const fs::path file = lockFileOf(storeRoot, model);
  const Result<int> descriptor = openLockFile(file);
  if (!descriptor) {
    return failure(descriptor.error());
  }
  ModelLock lock(*descriptor);
  std::mutex mutex;
  std::condition_variable_any never;
  while (true) {
    const Result<bool> taken = tryLock(*descriptor, file);
    if (!taken) {
      return failure(taken.error());
    }
    if (*taken) {
      return lock;
    }
    if (onWait) {
      onWait();
    }
    std::unique_lock guard(mutex);
    never.wait_for(guard, stop, kLockPoll, [] { return false; });
    if (stop.stop_requested()) {
      return failure({.code = CatalogError::stopped,
                      .kind = ErrorKind::couldNotDo,
                      .place = std::string(model),
                      .problem = "stopped while waiting for another fetch of the same model"});
    }
  }
}

ModelLock::ModelLock(ModelLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

ModelLock& ModelLock::operator=(ModelLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

ModelLock::~ModelLock() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
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
