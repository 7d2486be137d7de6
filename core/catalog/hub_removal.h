#pragma once

#include <filesystem>
#include <string>

#include "catalog/hub_scan.h"

namespace headscope {

// Each first takes away what leads there (refs, then the snapshots' links), then the bytes: whoever
// is interrupted leaves nothing that looks whole. With the last snapshot the repository goes.
// CatalogError::lockFailed while any of its blobs is being fetched, cannotWrite.

Result<void> removeHubRepository(const std::filesystem::path& cache,
                                 const CachedRepository& repository);

// The snapshot of that commit, its refs, and the blobs that no other snapshot uses.
Result<void> removeHubSnapshot(const std::filesystem::path& cache,
                               const CachedRepository& repository, const std::string& commit);

// That file of the snapshot, and its blob where nothing else uses it.
Result<void> removeHubFile(const std::filesystem::path& cache, const CachedRepository& repository,
                           const std::string& commit, const std::string& file);

}  // namespace headscope
