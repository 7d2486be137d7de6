#include "catalog/hub_fetch.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "catalog/checkpoint_files.h"
#include "catalog/disk.h"
#include "catalog/file_lock.h"
#include "catalog/hub_cache.h"
#include "catalog/hub_client.h"
#include "catalog/hub_layout.h"
#include "catalog/partial_blob.h"
#include "io/atomic_file.h"
#include "io/json.h"
#include "io/safetensors_index.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

// An index names thousands of tensors, not millions.

bool isUnreachable(const Error& error) {
  return error.code == HubError::serverFailed || error.code == HubError::tooManyRequests ||
         error.code == HubError::badAnswer ||  // the page of a network that wants a login first
         error.code == HttpError::cannotConnect || error.code == HttpError::untrusted ||
         error.code == HttpError::cut || error.code == HttpError::stalled ||
         error.code == HttpError::notHttp || error.code == HttpError::badRedirect ||
         error.code == HttpError::tooManyRedirects;
}

bool hasSize(const fs::path& file, std::uint64_t bytes) {
  std::error_code error;
  return fs::is_regular_file(file, error) && fs::file_size(file, error) == bytes && !error;
}

std::uint64_t sizeOrNothing(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(file, error);
  return error ? 0 : bytes;
}

class HubFetch {
 public:
  HubFetch(const HubReference& reference, const HubSettings& settings,
           const FetchCallback& callback, std::stop_token stop, const HubFetchOptions& options,
           const Patience& askingPatience)
      : reference_(reference),
        settings_(settings),
        callback_(callback),
        stop_(std::move(stop)),
        options_(options),
        folder_(hubFolder(settings.cache, reference.repository)),
        askingPatience_(askingPatience),
        client_(settings, reference.repository, options.timeouts, stop_) {}

  // What the hub has, as far as it can be told before anything large is fetched.
  Result<std::vector<HubFile>> listFiles() {
    const std::string first = reference_.file.empty() ? kConfigFile : reference_.file;
    const Result<HubFile> pinned = askForRequired(reference_.revisionOrMain(), first);
    if (!pinned) {
      return failure(pinned.error());
    }
    commit_ = pinned->commit;
    std::vector<HubFile> files = {*pinned};
    if (!reference_.file.empty()) {
      return files;
    }
    for (const char* name : kOptionalFiles) {
      const Result<std::optional<HubFile>> file = askAtCommit(name);
      if (!file) {
        return failure(file.error());
      }
      if (*file) {
        files.push_back(**file);
      }
    }
    const Result<std::vector<HubFile>> weights = listWeights();
    if (!weights) {
      return failure(weights.error());
    }
    files.insert(files.end(), weights->begin(), weights->end());
    return files;
  }

  // The files into the cache; where they are then.
  Result<fs::path> fetch(const std::vector<HubFile>& files) {
    std::vector<HubFile> missing;
    for (const HubFile& file : files) {
      const bool listed =
          std::any_of(missing.begin(), missing.end(),
                      [&file](const HubFile& other) { return other.etag == file.etag; });
      if (!listed && !isCached(file)) {
        missing.push_back(file);
        total_ += file.bytes;
      }
    }
    if (const Result<void> space = checkSpace(missing); !space) {
      return failure(space.error());
    }
    done_ = 0;
    for (const HubFile& file : missing) {
      if (const Result<void> fetched = fetchBlob(file); !fetched) {
        return failure(fetched.error());
      }
    }
    for (const HubFile& file : files) {
      if (const Result<void> linked = link(file); !linked) {
        return failure(linked.error());
      }
    }
    if (const Result<void> written = writeRef(); !written) {
      return failure(written.error());
    }
    const fs::path snapshot = folder_ / "snapshots" / commit_;
    return reference_.file.empty() ? snapshot : snapshot / reference_.file;
  }

 private:
  fs::path blobOf(const HubFile& file) const { return folder_ / "blobs" / file.etag; }
  bool isCached(const HubFile& file) const { return hasSize(blobOf(file), file.bytes); }

  Result<std::optional<HubFile>> askAtCommit(const std::string& name) {
    const Result<std::optional<HubFile>> file = client_.ask(commit_, name, askingPatience_);
    if (file && *file && (*file)->commit != commit_) {
      return failure({.code = HubError::badAnswer,
                      .kind = ErrorKind::couldNotDo,
                      .file = settings_.endpoint,
                      .place = reference_.repository,
                      .problem = "gives " + name + " of commit " + (*file)->commit +
                                 ", asked for was " + commit_,
                      .remedy = "Check that HF_ENDPOINT names a hub, and the proxies"});
    }
    return file;
  }

  Result<HubFile> askForRequired(const std::string& revision, const std::string& name) {
    const Result<std::optional<HubFile>> file =
        commit_.empty() ? client_.ask(revision, name, askingPatience_) : askAtCommit(name);
    if (!file) {
      return failure(file.error());
    }
    if (!*file) {
      const bool known = !commit_.empty();
      return failure(
          {.code = HubError::notFound,
           .kind = known ? ErrorKind::couldNotDo : ErrorKind::badInput,
           .place = reference_.text(),
           .problem = known ? "has no " + name + ", which its index names"
                            : "has no " + name + ", or there is no such repository or revision",
           .remedy = "See " + settings_.endpoint + "/" + reference_.repository});
    }
    return **file;
  }

  // The file with the weights, or the index and the files that it names.
  Result<std::vector<HubFile>> listWeights() {
    const Result<std::optional<HubFile>> single = askAtCommit(kWeightsFile);
    if (!single) {
      return failure(single.error());
    }
    if (*single) {
      return std::vector<HubFile>{**single};
    }
    const Result<std::optional<HubFile>> index = askAtCommit(kWeightsIndexFile);
    if (!index) {
      return failure(index.error());
    }
    return *index ? listShards(**index) : whyNoWeights();
  }

  // The index itself must be fetched to know what else is to be.
  Result<std::vector<HubFile>> listShards(const HubFile& index) {
    if (index.bytes > kMaxJsonBytes) {
      return failure({.code = HubError::indexTooLarge,
                      .place = reference_.text() + "/" + index.name,
                      .problem = "has " + std::to_string(index.bytes) + " bytes, at most " +
                                 std::to_string(kMaxJsonBytes) + " are read",
                      .remedy = "Ask those who made the repository to correct it"});
    }
    if (const Result<void> fetched = fetchBlob(index); !fetched) {
      return failure(fetched.error());
    }
    const Result<SafetensorsIndex> parts = readSafetensorsIndex(blobOf(index));
    if (!parts) {
      return failure(parts.error());
    }
    std::vector<HubFile> files = {index};
    for (const std::string& name : parts->shards) {
      const Result<HubFile> shard = askForRequired(commit_, name);
      if (!shard) {
        return failure(shard.error());
      }
      files.push_back(*shard);
    }
    return files;
  }

  tl::unexpected<Error> whyNoWeights() {
    for (const char* name : kPickleFiles) {
      const Result<std::optional<HubFile>> pickle = askAtCommit(name);
      if (!pickle) {
        return failure(pickle.error());
      }
      if (*pickle) {
        return failure(picklesOnly(reference_.repository));
      }
    }
    return failure(noWeights(reference_.repository));
  }

  Result<void> checkSpace(const std::vector<HubFile>& missing) const {
    if (missing.empty()) {
      return {};
    }
    std::uint64_t needed = 0;
    for (const HubFile& file : missing) {
      const std::uint64_t there = sizeOrNothing(PartialBlob::pathFor(blobOf(file)));
      needed += file.bytes - std::min(file.bytes, there);
    }
    if (const Result<void> made = makeFolders(folder_ / "blobs", kHubVariable); !made) {
      return made;
    }
    return checkFreeSpace(folder_ / "blobs", needed, reference_.text(), options_.freeSpace,
                          kHubVariable);
  }

  // The index, which comes before the rest is known, is not worth telling of.
  void reportDownload(std::uint64_t doneOfFile) const {
    if (callback_ && total_ > 0) {
      callback_({.stage = FetchStage::downloading, .done = done_ + doneOfFile, .total = total_});
    }
  }

  Result<void> fetchBlob(const HubFile& file) {
    if (isCached(file)) {
      return {};
    }
    const fs::path blob = blobOf(file);
    if (const Result<void> made = makeFolders(blob.parent_path(), kHubVariable); !made) {
      return made;
    }
    const Result<FileLock> lock = FileLock::take(
        hubLockFolder(settings_.cache, reference_.repository) / (file.etag + ".lock"), kHubVariable,
        [this] {
          if (callback_) {
            callback_({.stage = FetchStage::waiting, .done = 0, .total = 0});
          }
        },
        stop_);
    if (!lock) {
      return failure(lock.error());
    }
    // Whoever held the lock before may have fetched it.
    if (!isCached(file)) {
      const Result<void> fetched = client_.download(
          file, blob, options_.patience, [this](std::uint64_t done) { reportDownload(done); });
      if (!fetched) {
        return fetched;
      }
    }
    done_ += file.bytes;
    return {};
  }

  Result<void> link(const HubFile& file) const {
    const fs::path path = folder_ / "snapshots" / commit_ / file.name;
    const fs::path target = hubLinkTarget(file.name, file.etag);
    std::error_code error;
    if (fs::read_symlink(path, error) == target && !error) {
      return {};
    }
    if (const Result<void> made = makeFolders(path.parent_path(), kHubVariable); !made) {
      return made;
    }
    fs::remove(path, error);
    fs::create_symlink(target, path, error);
    std::error_code ignored;
    if (error && fs::read_symlink(path, ignored) != target) {  // nor has another made it just now
      return failure(writeError(path, "be made", error.value(), kHubVariable));
    }
    return {};
  }

  // What the revision is at, unless it is the commit itself.
  Result<void> writeRef() const {
    const std::string revision = reference_.revisionOrMain();
    if (revision == commit_) {
      return {};
    }
    const fs::path ref = folder_ / "refs" / revision;
    if (const Result<void> made = makeFolders(ref.parent_path(), kHubVariable); !made) {
      return made;
    }
    return writeFileAtomically(ref, commit_);
  }

  const HubReference& reference_;
  const HubSettings& settings_;
  const FetchCallback& callback_;
  std::stop_token stop_;
  const HubFetchOptions& options_;
  fs::path folder_;
  const Patience& askingPatience_;
  HubClient client_;
  std::string commit_;       // of the first file, then of all
  std::uint64_t done_ = 0;   // bytes of the blobs that are fetched
  std::uint64_t total_ = 0;  // … and of those that will be
};

}  // namespace

Result<HubFetched> fetchFromHub(const HubReference& reference, const HubSettings& settings,
                                const FetchCallback& callback, std::stop_token stop,
                                const HubFetchOptions& options) {
  const Result<fs::path> cached = HubCache(settings.cache).pathOf(reference);
  if (cached && isHubCommit(reference.revisionOrMain())) {
    return HubFetched{.path = *cached};
  }
  if (settings.access == HubAccess::offline) {
    Error offline{.code = HubError::offline,
                  .kind = ErrorKind::couldNotDo,
                  .place = reference.text(),
                  .problem = "the hub is not asked: HF_HUB_OFFLINE is set",
                  .remedy = "Unset HF_HUB_OFFLINE to fetch it"};
    if (cached) {
      return HubFetched{.path = *cached, .notAsked = std::move(offline)};
    }
    return failure(std::move(offline));
  }
  // Nobody waits for a hub that does not answer while the model is at hand.
  Patience patience = options.patience;
  if (cached) {
    patience.waits.clear();
  }
  HubFetch asking(reference, settings, callback, stop, options, patience);
  const Result<std::vector<HubFile>> files = asking.listFiles();
  if (!files && cached && isUnreachable(files.error())) {
    return HubFetched{.path = *cached, .notAsked = files.error()};
  }
  if (!files) {
    return failure(files.error());
  }
  const Result<fs::path> fetched = asking.fetch(*files);
  if (!fetched) {
    return failure(fetched.error());
  }
  return HubFetched{.path = *fetched};
}

}  // namespace headscope
