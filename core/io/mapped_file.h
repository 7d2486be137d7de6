#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "io/open_file.h"

namespace headscope {

// The bytes of a regular file, mapped read-only: they are read from the disk when they are first
// touched. The file stays open.
class MappedFile {
 public:
  // The errors of openForReading; IoError::cannotMap. An empty file is fine.
  static Result<MappedFile> open(const std::filesystem::path& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  const std::filesystem::path& path() const { return path_; }

  // As many as the file had when it was opened. Valid until this object is destroyed or assigned
  // to; moving it does not move them.
  std::span<const std::byte> bytes() const { return {data_, size_}; }

  // IoError::shrunk where the file has been cut since: touching a byte past its end would then end
  // the program (SIGBUS). Ask before reading; it costs one system call.
  Result<void> stillWhole() const;

 private:
  MappedFile(std::filesystem::path path, FileDescriptor descriptor)
      : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

  std::filesystem::path path_;
  FileDescriptor descriptor_;
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace headscope
