#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "catalog/disk.h"

namespace headscope {

// The right to do something, held by one process (and one holder in it) at a time: an flock of a
// file, which is made where it is not there and stays. Given back when it goes out of scope or when
// the process dies in whatever way. `variable` is that of writeError.
class FileLock {
 public:
  // CatalogError::lockFailed where another holds it, or where it cannot be made; cannotWrite.
  static Result<FileLock> tryTake(const std::filesystem::path& file,
                                  const std::string& variable = kStoreVariable);

  // Waits for another holder, calling onWait (which may be empty) about ten times a second.
  // CatalogError::stopped; lockFailed where it cannot be made; cannotWrite.
  static Result<FileLock> take(const std::filesystem::path& file, const std::string& variable,
                               const std::function<void()>& onWait, std::stop_token stop);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace headscope
