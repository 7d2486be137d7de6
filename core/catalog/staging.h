#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string_view>

#include "catalog/file_lock.h"

namespace headscope {

// The right to change one model of a store. CatalogError::lockFailed where another holds it, or
// where it cannot be made.
Result<FileLock> tryTakeModelLock(const std::filesystem::path& storeRoot, std::string_view model);

// Waits for another holder, as FileLock::take does. CatalogError::stopped, lockFailed.
Result<FileLock> takeModelLock(const std::filesystem::path& storeRoot, std::string_view model,
                               const std::function<void()>& onWait, std::stop_token stop);

// A fresh hidden folder in the store where one model is put together, seen under the model's name
// only when it is whole. Made and used while holding the model's lock. Removed with all that is in
// it when it goes out of scope.
class StagingFolder {
 public:
  // Removes what dead processes have left for this model first. CatalogError::cannotWrite.
  static Result<StagingFolder> make(const std::filesystem::path& storeRoot, std::string_view model);

  StagingFolder(StagingFolder&& other) noexcept;
  StagingFolder& operator=(StagingFolder&&) = delete;
  ~StagingFolder();

  const std::filesystem::path& path() const { return path_; }

  // Moves the folder path()/name to `target` in the store in one step; what was under that name is
  // put aside first and deleted. Both are on the disk, not only in its cache, when this returns.
  Result<void> publish(const std::filesystem::path& name,
                       const std::filesystem::path& target) const;

  // Moves a folder of the store in here, to be deleted with it. CatalogError::cannotWrite.
  Result<void> discard(const std::filesystem::path& target) const;

 private:
  explicit StagingFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace headscope
