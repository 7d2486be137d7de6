#include "catalog/hub_removal.h"

#include <algorithm>
#include <set>

#include "catalog/disk.h"
#include "catalog/file_lock.h"
#include "catalog/hub_layout.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

// Every lock that a fetch of this repository could hold.
Result<std::vector<FileLock>> takeAllLocks(const fs::path& cache, const std::string& repository) {
  std::vector<FileLock> locks;
  std::error_code error;
  for (fs::directory_iterator entry(hubLockFolder(cache, repository), error), end;
       !error && entry != end; entry.increment(error)) {
    Result<FileLock> lock = FileLock::tryTake(entry->path(), kHubVariable);
    if (!lock) {
      return failure(lock.error());
    }
    locks.push_back(std::move(*lock));
  }
  return locks;
}

Result<void> removeAll(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) {
    return failure(writeError(path, "be removed", error.value(), kHubVariable));
  }
  return {};
}

// A file or a link, and the folders above it that are empty then, below `top`.
Result<void> removeUpTo(const fs::path& top, const fs::path& path) {
  if (const Result<void> removed = removeAll(path); !removed) {
    return removed;
  }
  std::error_code notEmpty;
  fs::path folder = path.parent_path();
  while (folder != top && fs::remove(folder, notEmpty)) {
    folder = folder.parent_path();
  }
  return {};
}

const CachedSnapshot& snapshotOf(const CachedRepository& repository, const std::string& commit) {
  return *std::find_if(
      repository.snapshots.begin(), repository.snapshots.end(),
      [&commit](const CachedSnapshot& snapshot) { return snapshot.commit == commit; });
}

// Of the blobs of `removed` those that no file that stays uses.
Result<void> removeBlobs(const CachedRepository& repository, const CachedSnapshot& of,
                         const std::vector<CachedFile>& removed) {
  std::set<std::string> gone;
  for (const CachedFile& file : removed) {
    gone.insert(file.name);
  }
  std::set<fs::path> used;
  for (const CachedSnapshot& snapshot : repository.snapshots) {
    for (const CachedFile& file : snapshot.files) {
      if (snapshot.commit != of.commit || gone.count(file.name) == 0) {
        used.insert(file.blob);
      }
    }
  }
  // A link may lead anywhere; only what is in this repository's own folder is its to remove.
  const fs::path blobs = (repository.folder / "blobs").lexically_normal();
  for (const CachedFile& file : removed) {
    if (used.count(file.blob) == 0 && file.blob.parent_path() == blobs) {
      if (const Result<void> done = removeAll(file.blob); !done) {
        return done;
      }
    }
  }
  return {};
}

}  // namespace

Result<void> removeHubRepository(const fs::path& cache, const CachedRepository& repository) {
  const Result<std::vector<FileLock>> locks = takeAllLocks(cache, repository.repository);
  if (!locks) {
    return failure(locks.error());
  }
  for (const fs::path& path :
       {repository.folder / "refs", repository.folder / "snapshots", repository.folder}) {
    if (const Result<void> removed = removeAll(path); !removed) {
      return removed;
    }
  }
  return {};
}

Result<void> removeHubSnapshot(const fs::path& cache, const CachedRepository& repository,
                               const std::string& commit) {
  if (repository.snapshots.size() == 1) {
    return removeHubRepository(cache, repository);
  }
  const Result<std::vector<FileLock>> locks = takeAllLocks(cache, repository.repository);
  if (!locks) {
    return failure(locks.error());
  }
  const CachedSnapshot& snapshot = snapshotOf(repository, commit);
  const fs::path refs = repository.folder / "refs";
  for (const std::string& ref : snapshot.refs) {
    if (const Result<void> removed = removeUpTo(refs, refs / ref); !removed) {
      return removed;
    }
  }
  // What other programs know of this commit: the files it lacks, and the list of those it has.
  for (const fs::path& path : {snapshot.folder, repository.folder / ".no_exist" / commit,
                               repository.folder / "trees" / (commit + ".json")}) {
    if (const Result<void> removed = removeAll(path); !removed) {
      return removed;
    }
  }
  return removeBlobs(repository, snapshot, snapshot.files);
}

Result<void> removeHubFile(const fs::path& cache, const CachedRepository& repository,
                           const std::string& commit, const std::string& file) {
  const CachedSnapshot& snapshot = snapshotOf(repository, commit);
  if (snapshot.files.size() == 1) {
    return removeHubSnapshot(cache, repository, commit);
  }
  const Result<std::vector<FileLock>> locks = takeAllLocks(cache, repository.repository);
  if (!locks) {
    return failure(locks.error());
  }
  const CachedFile& removed = *snapshot.find(file);
  if (const Result<void> done = removeUpTo(snapshot.folder, removed.path); !done) {
    return done;
  }
  return removeBlobs(repository, snapshot, {removed});
}

}  // namespace headscope
