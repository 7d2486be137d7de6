#include "io/mapped_file.h"

#include <cerrno>
#include <sys/mman.h>
#include <sys/stat.h>
#include <utility>

namespace headscope {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  Result<OpenFile> file = openForReading(path);
  if (!file) {
    return failure(file.error());
  }
  MappedFile mapped(path, std::move(file->descriptor));
  const auto size = static_cast<std::size_t>(file->size);
  if (size == 0) {
    return mapped;  // there is no mapping of nothing
  }
  const void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, mapped.descriptor_.get(), 0);
  if (data == MAP_FAILED) {
    return failure(systemError(IoError::cannotMap, path, "map this file into memory", errno));
  }
  mapped.data_ = static_cast<const std::byte*>(data);
  mapped.size_ = size;
  return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::move(other.descriptor_)),
      data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) {
    ::munmap(const_cast<std::byte*>(data_), size_);
  }
}

Result<void> MappedFile::stillWhole() const {
  struct stat status {};
  if (::fstat(descriptor_.get(), &status) != 0) {
    return failure(systemError(IoError::cannotRead, path_, "look at this file", errno));
  }
  if (static_cast<std::uint64_t>(status.st_size) < size_) {
    return failure({.code = IoError::shrunk,
                    .file = path_.string(),
                    .problem = "had " + std::to_string(size_) +
                               " bytes when it was opened and has " +
                               std::to_string(status.st_size) + " now",
                    .remedy = "Open it again when nothing writes to it"});
  }
  return {};
}

}  // namespace headscope
