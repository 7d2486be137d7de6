#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "catalog/fetch.h"
#include "catalog/http_client.h"
#include "catalog/hub_reference.h"
#include "catalog/hub_settings.h"
#include "catalog/patience.h"

namespace headscope {

struct HubFetchOptions {
  HttpTimeouts timeouts = {};
  Patience patience = {};
  FreeSpace freeSpace = {};
};

struct HubFetched {
  std::filesystem::path path;  // the snapshot's folder, or the .gguf file
  // Why the hub could not be asked, where what an earlier time had fetched is taken instead.
  std::optional<Error> notAsked = {};
};

// Fetches a checkpoint of the hub (the files of checkpoint_files.h), or one .gguf file, to the
// cache that Hugging Face's own programs use. What the cache has is not fetched again, and a full
// commit that it has whole is not asked for. Where the hub cannot be reached, what the cache has
// whole is taken. The commit that the first file is of is that of all of them. The snapshot's links
// are made when every blob is there, the ref after them; however it is interrupted, what has come
// so far stays as partial blobs, with which a second call goes on. Blocks; run it off the window's
// thread. Errors: those of HubClient, HubError::offline, noWeights, picklesOnly, indexTooLarge;
// CatalogError.
Result<HubFetched> fetchFromHub(const HubReference& reference, const HubSettings& settings,
                                const FetchCallback& callback = {}, std::stop_token stop = {},
                                const HubFetchOptions& options = {});

}  // namespace headscope
