#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/byte_progress.h"
#include "catalog/known_models.h"

namespace headscope {

enum class ModelState { absent, incomplete, complete };

// Whether a check compares the files' sizes, or reads them whole and compares their hashes too.
enum class CheckDepth { sizes, hashes };

// The folder with one folder for each fetched model. Half-fetched models are in hidden folders of
// it, never under a model's name.
class ModelStore {
 public:
  explicit ModelStore(std::filesystem::path root) : root_(std::move(root)) {}

  // $XDG_DATA_HOME/headscope/models, or ~/.local/share/headscope/models.
  // CatalogError::noDataFolder where there is neither.
  static Result<ModelStore> ofUser();

  const std::filesystem::path& root() const { return root_; }

  // CatalogError::unsafeName for a name that cannot be a folder of the store; whether the folder
  // exists is another question.
  Result<std::filesystem::path> folderOf(std::string_view name) const;

  // Names of the folders in the store, sorted; empty without a store.
  Result<std::vector<std::string>> installed() const;

  // Whether every file is there with its size.
  ModelState stateOf(const KnownModel& model) const;

  // The model's folder. CatalogError::notInstalled, fileMissing or fileSize where stateOf is not
  // complete; the remedy says how to get it.
  Result<std::filesystem::path> completeFolderOf(const KnownModel& model) const;

  // The first file that is not as the list says: fileMissing, fileSize, fileHash or cannotRead.
  // Progress counts the bytes hashed, out of totalBytes(model).
  Result<void> check(const KnownModel& model, CheckDepth depth, const ByteProgress& progress = {},
                     std::stop_token stop = {}) const;

  // Removes the folder of that name with everything in it. Where that is a symbolic link only the
  // link is removed. CatalogError::unsafeName, notInstalled, lockFailed while the model is being
  // fetched, or cannotWrite.
  Result<void> remove(std::string_view name) const;

 private:
  std::filesystem::path root_;
};

// As ModelStore::check, of a model's files in any folder.
Result<void> checkFiles(const KnownModel& model, const std::filesystem::path& folder,
                        CheckDepth depth, const ByteProgress& progress = {},
                        std::stop_token stop = {});

}  // namespace headscope
