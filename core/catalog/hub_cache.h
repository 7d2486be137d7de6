#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

#include "catalog/byte_progress.h"
#include "catalog/hub_reference.h"
#include "catalog/hub_scan.h"

namespace headscope {

struct HubVerified {
  std::size_t files = 0;
  std::size_t hashed = 0;  // of them, those whose blob has a hash for a name
};

// Whether a model can be opened from the snapshot: a checkpoint with its weights whole.
// HubError::incomplete, picklesOnly, noWeights; SafetensorsIndexError; CatalogError::fileMissing
// for a link whose blob is gone.
Result<void> checkHubCheckpoint(const std::string& repository, const CachedSnapshot& snapshot);

// As above, or a .gguf file that is there.
bool canBeOpened(const std::string& repository, const CachedSnapshot& snapshot);

// The cache that Hugging Face's own programs share with this one.
class HubCache {
 public:
  explicit HubCache(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }

  // All with models, sorted by name. CatalogError::cannotRead.
  Result<std::vector<CachedRepository>> repositories() const { return scanHubCache(root_); }

  // The snapshot that the revision leads to: a branch or tag, a commit, or seven or more digits of
  // one. Whether all of it is there is another question.
  // HubError::notCached, ambiguousRevision, brokenReference; CatalogError::cannotRead.
  Result<CachedSnapshot> find(const HubReference& reference) const;

  // The snapshot's folder, from which the checkpoint can be opened, or the .gguf file. The errors
  // of find and of checkHubCheckpoint.
  Result<std::filesystem::path> pathOf(const HubReference& reference) const;

  // Compares every file of the snapshot (or the .gguf file) with the hash that its blob has for a
  // name, and tells the first that differs or is missing: CatalogError::fileHash, fileMissing,
  // cannotRead, stopped; the errors of find. Progress counts the bytes read, out of bytesOf.
  Result<HubVerified> verify(const HubReference& reference, const ByteProgress& progress = {},
                             std::stop_token stop = {}) const;

  // What verify reads; 0 where there is nothing.
  std::uint64_t bytesOf(const HubReference& reference) const;

  // Without a revision and a file: the repository. With a revision: that snapshot, its refs, and
  // the blobs that no other snapshot uses. With a file: that file of the snapshot, likewise. The
  // errors of find; CatalogError::lockFailed while any of its blobs is being fetched, cannotWrite.
  Result<void> remove(const HubReference& reference) const;

 private:
  std::filesystem::path root_;
};

}  // namespace headscope
