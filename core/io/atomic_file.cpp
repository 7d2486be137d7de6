#include "io/atomic_file.h"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <random>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kGather = std::size_t{1} << 16U;  // bytes
constexpr int kMostAttempts = 100;                      // to find a name nobody has

Error cannotWrite(const fs::path& target, int errnoValue) {
  switch (errnoValue) {
    case ENOSPC:
    case EDQUOT: {
      Error error = systemError(IoError::noSpace, target, "write this file", errnoValue);
      error.remedy = "Free some space, or write to another disk";
      return error;
    }
    case EACCES:
    case EPERM:
    case EROFS: {
      Error error = systemError(IoError::noPermission, target, "write this file", errnoValue);
      error.remedy = "Write to a folder of your own";
      return error;
    }
    case ENOENT:
    case ENOTDIR: {
      return {.code = IoError::noFolder,
              .kind = ErrorKind::couldNotDo,
              .file = target.string(),
              .problem = "cannot write this file: its folder does not exist",
              .remedy = "Make the folder first, or name another one"};
    }
    default: {
      Error error = systemError(IoError::cannotWrite, target, "write this file", errnoValue);
      error.remedy = "Write to another folder";
      return error;
    }
  }
}

std::optional<Error> checkTarget(const fs::path& target, const struct stat& status) {
  if (S_ISDIR(status.st_mode)) {
    return Error{.code = IoError::isFolder,
                 .file = target.string(),
                 .problem = "cannot write a file here: this is a folder",
                 .remedy = "Add a file name"};
  }
  if (!S_ISREG(status.st_mode)) {
    return Error{.code = IoError::notAFile,
                 .file = target.string(),
                 .problem = "cannot write a file here: this is a pipe or a device",
                 .remedy = "Name a file"};
  }
  return std::nullopt;
}

fs::path asideOf(const fs::path& target, std::random_device& random) {
  std::string name = ".headscope-";
  for (int i = 0; i < 2; ++i) {
    name += std::to_string(random()) + "-";
  }
  return target.parent_path() / (name + "part");
}

struct Aside {
  fs::path path;
  FileDescriptor descriptor;
};

Result<Aside> openAside(const fs::path& target) {
  std::random_device random;
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    fs::path path = asideOf(target, random);
    FileDescriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (descriptor.get() >= 0) {
      return Aside{.path = std::move(path), .descriptor = std::move(descriptor)};
    }
    if (errno != EEXIST) {
      return failure(cannotWrite(target, errno));
    }
  }
  return failure(cannotWrite(target, EEXIST));
}

// So that the new name survives a power cut. The file is in place already: where a file system
// cannot do this there is nothing to undo and nothing to tell.
void syncFolder(const fs::path& folder) {
  const fs::path name = folder.empty() ? fs::path(".") : folder;
  const FileDescriptor descriptor(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() >= 0) {
    ::fsync(descriptor.get());
  }
}

}  // namespace

AtomicFile::AtomicFile(fs::path target, fs::path aside, FileDescriptor descriptor)
    : target_(std::move(target)), aside_(std::move(aside)), descriptor_(std::move(descriptor)) {
  gathered_.reserve(kGather);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      aside_(std::exchange(other.aside_, {})),
      descriptor_(std::move(other.descriptor_)),
      gathered_(std::move(other.gathered_)) {}

AtomicFile::~AtomicFile() {
  if (!aside_.empty()) {
    ::unlink(aside_.c_str());
  }
}

Result<AtomicFile> AtomicFile::create(const fs::path& target) {
  struct stat status {};
  const bool exists = ::stat(target.c_str(), &status) == 0;
  if (exists) {
    if (std::optional<Error> error = checkTarget(target, status)) {
      return failure(std::move(*error));
    }
  }
  std::error_code ignored;
  const fs::path resolved = exists ? fs::canonical(target, ignored) : fs::path();
  fs::path file = resolved.empty() ? target : resolved;
  Result<Aside> aside = openAside(file);
  if (!aside) {
    Error error = aside.error();
    error.file = target.string();
    return failure(std::move(error));
  }
  AtomicFile result(std::move(file), std::move(aside->path), std::move(aside->descriptor));
  if (exists && ::fchmod(result.descriptor_.get(), status.st_mode & 0777U) != 0) {
    return failure(cannotWrite(target, errno));
  }
  return result;
}

Result<void> AtomicFile::write(std::span<const std::byte> bytes) {
  if (gathered_.size() + bytes.size() > kGather) {
    if (const Result<void> flushed = flush(); !flushed) {
      return flushed;
    }
  }
  if (bytes.size() > kGather) {
    return writeThrough(bytes);
  }
  gathered_.insert(gathered_.end(), bytes.begin(), bytes.end());
  return {};
}

Result<void> AtomicFile::write(std::string_view text) {
  return write(std::as_bytes(std::span(text)));
}

Result<void> AtomicFile::commit() {
  if (const Result<void> flushed = flush(); !flushed) {
    return flushed;
  }
  if (::fsync(descriptor_.get()) != 0) {
    return failure(cannotWrite(target_, errno));
  }
  if (const int reason = descriptor_.close(); reason != 0) {
    return failure(cannotWrite(target_, reason));
  }
  if (::rename(aside_.c_str(), target_.c_str()) != 0) {
    return failure(cannotWrite(target_, errno));
  }
  aside_.clear();
  syncFolder(target_.parent_path());
  return {};
}

Result<void> AtomicFile::flush() {
  const Result<void> written = writeThrough(gathered_);
  gathered_.clear();
  return written;
}

Result<void> AtomicFile::writeThrough(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(descriptor_.get(), bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) {
      continue;
    }
    if (done < 0) {
      return failure(cannotWrite(target_, errno));
    }
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
  return {};
}

Result<void> writeFileAtomically(const fs::path& target, std::span<const std::byte> bytes) {
  Result<AtomicFile> file = AtomicFile::create(target);
  if (!file) {
    return failure(file.error());
  }
  if (const Result<void> written = file->write(bytes); !written) {
    return written;
  }
  return file->commit();
}

Result<void> writeFileAtomically(const fs::path& target, std::string_view text) {
  return writeFileAtomically(target, std::as_bytes(std::span(text)));
}

}  // namespace headscope
