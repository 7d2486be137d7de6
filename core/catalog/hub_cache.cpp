#include "catalog/hub_cache.h"

#include <algorithm>

#include "catalog/checkpoint_files.h"
#include "catalog/hub_blob.h"
#include "catalog/hub_layout.h"
#include "catalog/hub_removal.h"
#include "catalog/letter_case.h"
#include "io/read_file.h"
#include "io/safetensors_index.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostReferenceBytes = 256;
constexpr std::size_t kLeastCommitDigits = 7;

std::string getRemedy(const HubReference& reference) {
  return "Get it with `headscope models get " + reference.text() + "`";
}

Error notCached(const HubReference& reference, const fs::path& cache,
                const std::optional<CachedRepository>& repository) {
  Error error{.code = HubError::notCached,
              .kind = ErrorKind::couldNotDo,
              .file = cache.string(),
              .problem = "does not have " + reference.text(),
              .remedy = getRemedy(reference)};
  std::string there;
  for (const CachedSnapshot& snapshot :
       repository ? repository->snapshots : std::vector<CachedSnapshot>()) {
    there += there.empty() ? "" : ", ";
    there += snapshot.refs.empty() ? snapshot.commit : snapshot.refs.front();
  }
  if (!there.empty()) {
    error.problem += "; of " + reference.repository + " it has " + there;
  }
  return error;
}

Result<CachedRepository> repositoryOf(const HubReference& reference, const fs::path& cache) {
  Result<std::optional<CachedRepository>> repository =
      scanHubRepository(cache, reference.repository);
  if (!repository) {
    return failure(repository.error());
  }
  if (!*repository) {
    return failure(notCached(reference, cache, std::nullopt));
  }
  return std::move(**repository);
}

Error missingBlob(const CachedFile& file, const HubReference& reference) {
  return {.code = CatalogError::fileMissing,
          .kind = ErrorKind::couldNotDo,
          .file = file.path.string(),
          .problem = "leads to " + file.blob.string() + ", which is missing",
          .remedy = getRemedy(reference)};
}

Error incomplete(const std::string& repository, const CachedSnapshot& snapshot,
                 const std::string& what) {
  return {.code = HubError::incomplete,
          .kind = ErrorKind::couldNotDo,
          .file = snapshot.folder.string(),
          .problem = "lacks " + what,
          .remedy = getRemedy({.repository = repository, .revision = snapshot.commit})};
}

// The weights of a snapshot that has a config.json.
Result<void> checkWeights(const std::string& repository, const CachedSnapshot& snapshot) {
  if (snapshot.find(kWeightsFile) != nullptr) {
    return {};
  }
  const CachedFile* index = snapshot.find(kWeightsIndexFile);
  if (index == nullptr) {
    const bool pickle =
        std::any_of(kPickleFiles.begin(), kPickleFiles.end(),
                    [&snapshot](const char* name) { return snapshot.find(name) != nullptr; });
    return failure(pickle ? picklesOnly(repository)
                          : incomplete(repository, snapshot, kWeightsFile));
  }
  const Result<SafetensorsIndex> parts = readSafetensorsIndex(index->path);
  if (!parts) {
    return failure(parts.error());
  }
  for (const std::string& shard : parts->shards) {
    if (snapshot.find(shard) == nullptr) {
      return failure(incomplete(repository, snapshot, shard));
    }
  }
  return {};
}

// The snapshots whose commit begins so.
std::vector<const CachedSnapshot*> withPrefix(const CachedRepository& repository,
                                              const std::string& digits) {
  std::vector<const CachedSnapshot*> found;
  for (const CachedSnapshot& snapshot : repository.snapshots) {
    if (snapshot.commit.starts_with(digits)) {
      found.push_back(&snapshot);
    }
  }
  return found;
}

// The commit that a branch or tag is at; nothing where there is no such ref.
Result<std::optional<std::string>> commitOfRef(const fs::path& repository,
                                               const std::string& revision) {
  const fs::path file = repository / "refs" / revision;
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) {
    return std::nullopt;
  }
  const Result<std::string> text = readFile(file, kMostReferenceBytes);
  if (!text) {
    return failure(text.error());
  }
  const std::string commit = text->substr(0, text->find_last_not_of(" \r\n") + 1);
  if (!isHubCommit(commit)) {
    return failure({.code = HubError::brokenReference,
                    .kind = ErrorKind::couldNotDo,
                    .file = file.string(),
                    .problem = "does not hold a commit",
                    .remedy = "Delete this file, then get the model again"});
  }
  return commit;
}

}  // namespace

Result<void> checkHubCheckpoint(const std::string& repository, const CachedSnapshot& snapshot) {
  for (const CachedFile& file : snapshot.files) {
    if (!file.bytes) {
      return failure(missingBlob(file, {.repository = repository, .revision = snapshot.commit}));
    }
  }
  if (snapshot.find(kConfigFile) == nullptr) {
    return failure(incomplete(repository, snapshot, kConfigFile));
  }
  return checkWeights(repository, snapshot);
}

bool canBeOpened(const std::string& repository, const CachedSnapshot& snapshot) {
  return std::any_of(snapshot.files.begin(), snapshot.files.end(),
                     [](const CachedFile& file) {
                       return file.bytes && lowerCased(file.name).ends_with(".gguf");
                     }) ||
         checkHubCheckpoint(repository, snapshot);
}

Result<CachedSnapshot> HubCache::find(const HubReference& reference) const {
  const Result<CachedRepository> repository = repositoryOf(reference, root_);
  if (!repository) {
    return failure(repository.error());
  }
  std::string commit = reference.revisionOrMain();
  const Result<std::optional<std::string>> named = commitOfRef(repository->folder, commit);
  if (!named) {
    return failure(named.error());
  }
  if (*named) {
    commit = **named;
  }
  const auto found = commit.size() >= kLeastCommitDigits ? withPrefix(*repository, commit)
                                                         : std::vector<const CachedSnapshot*>();
  if (found.empty()) {
    return failure(notCached(reference, root_, *repository));
  }
  if (found.size() > 1) {
    return failure({.code = HubError::ambiguousRevision,
                    .place = reference.text(),
                    .problem = "more than one cached commit begins so: " + found[0]->commit +
                               " and " + found[1]->commit,
                    .remedy = "Give more digits"});
  }
  return *found.front();
}

Result<fs::path> HubCache::pathOf(const HubReference& reference) const {
  const Result<CachedSnapshot> snapshot = find(reference);
  if (!snapshot) {
    return failure(snapshot.error());
  }
  if (reference.file.empty()) {
    if (const Result<void> whole = checkHubCheckpoint(reference.repository, *snapshot); !whole) {
      return failure(whole.error());
    }
    return snapshot->folder;
  }
  const CachedFile* file = snapshot->find(reference.file);
  if (file == nullptr) {
    return failure(notCached(reference, root_, std::nullopt));
  }
  if (!file->bytes) {
    return failure(missingBlob(*file, reference));
  }
  return file->path;
}

Result<HubVerified> HubCache::verify(const HubReference& reference, const ByteProgress& progress,
                                     std::stop_token stop) const {
  const Result<CachedSnapshot> snapshot = find(reference);
  if (!snapshot) {
    return failure(snapshot.error());
  }
  if (!reference.file.empty() && snapshot->find(reference.file) == nullptr) {
    return failure(notCached(reference, root_, std::nullopt));
  }
  HubVerified verified;
  std::uint64_t before = 0;
  for (const CachedFile& file : snapshot->files) {
    if (!reference.file.empty() && file.name != reference.file) {
      continue;
    }
    if (!file.bytes) {
      return failure(missingBlob(file, reference));
    }
    const ByteProgress shifted = [&progress, before](std::uint64_t done) {
      if (progress) {
        progress(before + done);
      }
    };
    const Result<HubBlobCheck> checked =
        checkHubBlob(file.path, file.blob.filename().string(), shifted, stop);
    if (!checked) {
      Error error = checked.error();
      if (error.code == CatalogError::fileHash) {
        error.remedy =
            "Remove it with `headscope models remove " + reference.text() + "`, then get it again";
      }
      return failure(std::move(error));
    }
    ++verified.files;
    verified.hashed += *checked == HubBlobCheck::matches ? 1 : 0;
    before += *file.bytes;
  }
  return verified;
}

std::uint64_t HubCache::bytesOf(const HubReference& reference) const {
  const Result<CachedSnapshot> snapshot = find(reference);
  if (!snapshot) {
    return 0;
  }
  if (reference.file.empty()) {
    return snapshot->bytes();
  }
  const CachedFile* file = snapshot->find(reference.file);
  return file == nullptr ? 0 : file->bytes.value_or(0);
}

Result<void> HubCache::remove(const HubReference& reference) const {
  const Result<CachedRepository> repository = repositoryOf(reference, root_);
  if (!repository) {
    return failure(repository.error());
  }
  if (reference.file.empty() && !reference.revision) {
    return removeHubRepository(root_, *repository);
  }
  const Result<CachedSnapshot> snapshot = find(reference);
  if (!snapshot) {
    return failure(snapshot.error());
  }
  if (!reference.file.empty() && snapshot->find(reference.file) == nullptr) {
    return failure(notCached(reference, root_, std::nullopt));
  }
  return reference.file.empty()
             ? removeHubSnapshot(root_, *repository, snapshot->commit)
             : removeHubFile(root_, *repository, snapshot->commit, reference.file);
}

}  // namespace headscope
