#include "io/open_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace headscope {

namespace {

Error cannotOpen(const std::filesystem::path& path, int errnoValue) {
  switch (errnoValue) {
    case ENOENT:
    case ENOTDIR:
      return {.code = IoError::notFound,
              .file = path.string(),
              .problem = "no such file",
              .remedy = "Check the name and the folder"};
    case EACCES:
    case EPERM:
      return {.code = IoError::noPermission,
              .kind = ErrorKind::couldNotDo,
              .file = path.string(),
              .problem = "you may not read this file",
              .remedy = "Change the rights of the file and its folders, or copy it elsewhere"};
    default:
      return systemError(IoError::cannotOpen, path, "open this file", errnoValue);
  }
}

}  // namespace

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : value_(std::exchange(other.value_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(value_, other.value_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  close();
}

int FileDescriptor::close() {
  const int value = std::exchange(value_, -1);
  return value >= 0 && ::close(value) != 0 ? errno : 0;
}

Result<OpenFile> openForReading(const std::filesystem::path& path) {
  FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (descriptor.get() < 0) {
    return failure(cannotOpen(path, errno));
  }
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) {
    return failure(cannotOpen(path, errno));
  }
  if (S_ISDIR(status.st_mode)) {
    return failure({.code = IoError::isFolder,
                    .file = path.string(),
                    .problem = "this is a folder, not a file",
                    .remedy = "Name a file in it"});
  }
  if (!S_ISREG(status.st_mode)) {
    return failure({.code = IoError::notAFile,
                    .file = path.string(),
                    .problem = "this is a pipe or a device, not a file",
                    .remedy = "Save its contents to a file and name that"});
  }
  return OpenFile{.descriptor = std::move(descriptor),
                  .size = static_cast<std::uint64_t>(status.st_size)};
}

}  // namespace headscope
