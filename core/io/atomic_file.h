#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "io/open_file.h"

namespace headscope {

// A file written aside, in the folder of its target, and moved there when it is whole and on the
// disk. Without commit(), or when anything fails, the target stays as it was and nothing is left
// behind. A target that is a link stays one: what it leads to is replaced. A target that exists
// keeps its rights.
class AtomicFile {
 public:
  // IoError::isFolder, notAFile (a target that exists and is none), noFolder, noPermission,
  // noSpace, cannotWrite; the kind is ErrorKind::couldNotDo for all but the first two.
  static Result<AtomicFile> create(const std::filesystem::path& target);

  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  // In order, as often as needed; small pieces are gathered. After an error nothing but the
  // destruction of the object is useful. IoError::noSpace, cannotWrite.
  Result<void> write(std::span<const std::byte> bytes);
  Result<void> write(std::string_view text);

  // Puts the file in place; no call may follow. IoError::noPermission, noSpace, cannotWrite.
  Result<void> commit();

 private:
  AtomicFile(std::filesystem::path target, std::filesystem::path aside, FileDescriptor descriptor);

  Result<void> flush();
  Result<void> writeThrough(std::span<const std::byte> bytes);

  std::filesystem::path target_;
  std::filesystem::path aside_;  // empty: nothing to remove
  FileDescriptor descriptor_;
  std::vector<std::byte> gathered_;
};

// A whole file in one step; the errors of AtomicFile.
Result<void> writeFileAtomically(const std::filesystem::path& target,
                                 std::span<const std::byte> bytes);
Result<void> writeFileAtomically(const std::filesystem::path& target, std::string_view text);

}  // namespace headscope
