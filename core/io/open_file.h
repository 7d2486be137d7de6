#pragma once

#include <cstdint>
#include <filesystem>

#include "io/io_error.h"

namespace headscope {

// An open file of the system, closed when it goes out of scope.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int value) : value_(value) {}
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return value_; }  // -1 for none

  // For a file that was written: closing may be the first to tell that it failed (NFS). 0, or the
  // errno value.
  int close();

 private:
  int value_ = -1;
};

struct OpenFile {
  FileDescriptor descriptor;
  std::uint64_t size = 0;  // bytes, when it was opened
};

// Opens a regular file for reading, following links, without ever waiting for a pipe's other end.
// IoError::notFound, isFolder, notAFile, noPermission, cannotOpen.
Result<OpenFile> openForReading(const std::filesystem::path& path);

}  // namespace headscope
