#include "catalog/file_lock.h"

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr auto kLockPoll = std::chrono::milliseconds(100);

Error lockError(const fs::path& file, std::string problem, std::string remedy) {
  return {.code = CatalogError::lockFailed,
          .kind = ErrorKind::couldNotDo,
          .file = file.string(),
          .problem = std::move(problem),
          .remedy = std::move(remedy)};
}

// Others (Python's filelock) remove the file when they are done with it: a lock on what no longer
// has the name keeps nobody out.
bool hasItsName(int descriptor, const fs::path& file) {
  struct stat held {};
  struct stat named {};
  return ::fstat(descriptor, &held) == 0 && ::stat(file.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

// The descriptor of the locked file; nothing where another holds it.
Result<std::optional<int>> lockFile(const fs::path& file, const std::string& variable) {
  if (const Result<void> made = makeFolders(file.parent_path(), variable); !made) {
    return failure(made.error());
  }
  while (true) {
    // Close-on-exec: a download that outlives a killed process must not go on holding the lock.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) {
      return failure(writeError(file, "be opened", errno, variable));
    }
    int status = 0;
    do {
      status = ::flock(descriptor, LOCK_EX | LOCK_NB);
    } while (status != 0 && errno == EINTR);
    const int reason = errno;
    if (status == 0 && hasItsName(descriptor, file)) {
      return descriptor;
    }
    ::close(descriptor);
    if (status != 0 && reason == EWOULDBLOCK) {
      return std::nullopt;
    }
    if (status != 0) {
      return failure(lockError(file, std::string("cannot be locked: ") + std::strerror(reason),
                               "Let " + variable + " name a folder on a local disk"));
    }
  }
}

}  // namespace

Result<FileLock> FileLock::tryTake(const fs::path& file, const std::string& variable) {
  const Result<std::optional<int>> locked = lockFile(file, variable);
  if (!locked) {
    return failure(locked.error());
  }
  if (!*locked) {
    return failure(lockError(file, "is held: this model is being fetched or removed",
                             "Try again when that is done"));
  }
  return FileLock(**locked);
}

Result<FileLock> FileLock::take(const fs::path& file, const std::string& variable,
                                const std::function<void()>& onWait, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  while (true) {
    const Result<std::optional<int>> locked = lockFile(file, variable);
    if (!locked) {
      return failure(locked.error());
    }
    if (*locked) {
      return FileLock(**locked);
    }
    if (onWait) {
      onWait();
    }
    std::unique_lock guard(mutex);
    never.wait_for(guard, stop, kLockPoll, [] { return false; });
    if (stop.stop_requested()) {
      return failure({.code = CatalogError::stopped,
                      .kind = ErrorKind::couldNotDo,
                      .file = file.string(),
                      .problem = "stopped while waiting for another fetch of the same model"});
    }
  }
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

}  // namespace headscope
