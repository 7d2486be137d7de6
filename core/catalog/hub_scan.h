#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog_error.h"

namespace headscope {

// What lies in the cache of the hub; see hub_layout.h. Reading it follows links and changes
// nothing.

struct CachedFile {
  std::string name;  // relative to the snapshot, "/" between parts
  std::filesystem::path path;
  std::filesystem::path blob;          // that it links to; the path where it is no link
  std::optional<std::uint64_t> bytes;  // nothing: the blob is missing
};

struct CachedSnapshot {
  std::string commit;
  std::vector<std::string> refs;  // the branches and tags that are at this commit, sorted
  std::filesystem::path folder;
  std::vector<CachedFile> files;  // sorted by name

  const CachedFile* find(std::string_view name) const;  // or null
  bool isAt(std::string_view ref) const;
  std::uint64_t bytes() const;  // of the files that are there
};

struct CachedRepository {
  std::string repository;
  std::filesystem::path folder;
  std::vector<CachedSnapshot> snapshots;  // sorted by commit
  std::uint64_t bytes = 0;                // on the disk: each blob once, partial ones too
};

// By which the snapshot is opened: the repository's name, and a revision where it is not at "main".
std::string referenceOf(const CachedRepository& repository, const CachedSnapshot& snapshot);

// The repository's folder; nothing where there is none. CatalogError::cannotRead.
Result<std::optional<CachedRepository>> scanHubRepository(const std::filesystem::path& cache,
                                                          const std::string& repository);

// All repositories with models, sorted by name. CatalogError::cannotRead.
Result<std::vector<CachedRepository>> scanHubCache(const std::filesystem::path& cache);

}  // namespace headscope
