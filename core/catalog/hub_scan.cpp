#include "catalog/hub_scan.h"

#include <algorithm>
#include <functional>
#include <map>
#include <system_error>

#include "catalog/hub_layout.h"
#include "io/read_file.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostRefBytes = 256;

// Calls visit with what is in the folder, and in those below it where `Iterator` goes there. A
// folder that is not there is empty.
template <typename Iterator>
Result<void> visitFolder(const fs::path& folder,
                         const std::function<void(const fs::directory_entry&)>& visit) {
  std::error_code error;
  for (Iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    visit(*entry);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return failure({.code = CatalogError::cannotRead,
                    .kind = ErrorKind::couldNotDo,
                    .file = folder.string(),
                    .problem = "cannot be read: " + error.message(),
                    .remedy = "Check that it is a folder and that you may read it"});
  }
  return {};
}

// Commits with the names of the refs that hold them.
Result<std::multimap<std::string, std::string>> readRefs(const fs::path& folder) {
  std::multimap<std::string, std::string> refs;
  const Result<void> read =
      visitFolder<fs::recursive_directory_iterator>(folder, [&](const fs::directory_entry& entry) {
        const Result<std::string> text = readFile(entry.path(), kMostRefBytes);
        if (text && isHubCommit(*text)) {
          refs.emplace(*text, entry.path().lexically_relative(folder).generic_string());
        }
      });
  if (!read) {
    return failure(read.error());
  }
  return refs;
}

Result<std::vector<CachedFile>> readFiles(const fs::path& snapshot) {
  std::vector<CachedFile> files;
  const Result<void> read = visitFolder<fs::recursive_directory_iterator>(
      snapshot, [&](const fs::directory_entry& entry) {
        std::error_code error;
        const bool isLink = entry.is_symlink(error);
        if (!isLink && !entry.is_regular_file(error)) {
          return;
        }
        CachedFile file{.name = entry.path().lexically_relative(snapshot).generic_string(),
                        .path = entry.path(),
                        .blob = entry.path()};
        if (isLink) {
          const fs::path target = fs::read_symlink(entry.path(), error);
          file.blob = (entry.path().parent_path() / target).lexically_normal();
        }
        const std::uintmax_t bytes = fs::file_size(entry.path(), error);
        if (!error) {
          file.bytes = bytes;
        }
        files.push_back(std::move(file));
      });
  if (!read) {
    return failure(read.error());
  }
  std::sort(files.begin(), files.end(),
            [](const CachedFile& a, const CachedFile& b) { return a.name < b.name; });
  return files;
}

Result<std::uint64_t> bytesOfBlobs(const fs::path& folder) {
  std::uint64_t sum = 0;
  const Result<void> read =
      visitFolder<fs::directory_iterator>(folder, [&sum](const fs::directory_entry& entry) {
        std::error_code error;
        const std::uintmax_t bytes = entry.is_regular_file(error) ? entry.file_size(error) : 0;
        sum += error ? 0 : bytes;
      });
  if (!read) {
    return failure(read.error());
  }
  return sum;
}

}  // namespace

bool CachedSnapshot::isAt(std::string_view ref) const {
  return std::find(refs.begin(), refs.end(), ref) != refs.end();
}

std::string referenceOf(const CachedRepository& repository, const CachedSnapshot& snapshot) {
  constexpr std::size_t kShownCommitDigits = 12;
  if (snapshot.isAt("main")) {
    return repository.repository;
  }
  return repository.repository + "@" +
         (snapshot.refs.empty() ? snapshot.commit.substr(0, kShownCommitDigits)
                                : snapshot.refs.front());
}

const CachedFile* CachedSnapshot::find(std::string_view name) const {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [name](const CachedFile& file) { return file.name == name; });
  return found == files.end() ? nullptr : &*found;
}

std::uint64_t CachedSnapshot::bytes() const {
  std::uint64_t sum = 0;
  for (const CachedFile& file : files) {
    sum += file.bytes.value_or(0);
  }
  return sum;
}

Result<std::optional<CachedRepository>> scanHubRepository(const fs::path& cache,
                                                          const std::string& repository) {
  CachedRepository found{.repository = repository, .folder = hubFolder(cache, repository)};
  std::error_code ignored;
  if (!fs::is_directory(found.folder, ignored)) {
    return std::nullopt;
  }
  const auto refs = readRefs(found.folder / "refs");
  if (!refs) {
    return failure(refs.error());
  }
  std::vector<fs::path> folders;
  const Result<void> read = visitFolder<fs::directory_iterator>(
      found.folder / "snapshots", [&folders](const fs::directory_entry& entry) {
        std::error_code error;
        if (isHubCommit(entry.path().filename().string()) && entry.is_directory(error)) {
          folders.push_back(entry.path());
        }
      });
  if (!read) {
    return failure(read.error());
  }
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    Result<std::vector<CachedFile>> files = readFiles(folder);
    if (!files) {
      return failure(files.error());
    }
    CachedSnapshot snapshot{
        .commit = folder.filename().string(), .folder = folder, .files = std::move(*files)};
    const auto [first, last] = refs->equal_range(snapshot.commit);
    std::for_each(first, last, [&](const auto& ref) { snapshot.refs.push_back(ref.second); });
    std::sort(snapshot.refs.begin(), snapshot.refs.end());
    found.snapshots.push_back(std::move(snapshot));
  }
  const Result<std::uint64_t> bytes = bytesOfBlobs(found.folder / "blobs");
  if (!bytes) {
    return failure(bytes.error());
  }
  found.bytes = *bytes;
  return found;
}

Result<std::vector<CachedRepository>> scanHubCache(const fs::path& cache) {
  std::vector<std::string> names;
  const Result<void> read =
      visitFolder<fs::directory_iterator>(cache, [&names](const fs::directory_entry& entry) {
        if (auto name = repositoryOfHubFolder(entry.path().filename().string())) {
          names.push_back(std::move(*name));
        }
      });
  if (!read) {
    return failure(read.error());
  }
  std::sort(names.begin(), names.end());
  std::vector<CachedRepository> repositories;
  for (const std::string& name : names) {
    Result<std::optional<CachedRepository>> repository = scanHubRepository(cache, name);
    if (!repository) {
      return failure(repository.error());
    }
    if (*repository) {
      repositories.push_back(std::move(**repository));
    }
  }
  return repositories;
}

}  // namespace headscope
