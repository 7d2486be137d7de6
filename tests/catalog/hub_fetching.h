#pragma once

#include <QtTest>

#include "catalog/fake_hub.h"
#include "catalog/hub_cache.h"
#include "catalog/hub_fetch.h"

// What the tests of fetching from a hub share: one on this machine, an empty cache, and waits that
// are written down instead of waited.
class HubFetching {
 public:
  HubFetching() {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                             "no_proxy", "NO_PROXY"}) {
      qunsetenv(name);
    }
    settings.endpoint = hub.url();
    settings.cache = folderOf(folder) / "hub";
    options.timeouts.stall = std::chrono::milliseconds(60);
    options.patience.waits = {std::chrono::seconds(1), std::chrono::seconds(2)};
    options.patience.pause = [this](std::chrono::milliseconds time, const std::stop_token&) {
      waits.push_back(time);
    };
  }

  // Success, or why not.
  std::error_code fetch(const std::string& name = "org/repo", std::stop_token stop = {}) {
    error = {};
    waits.clear();
    fetched = headscope::fetchFromHub(headscope::parseHubReference(name).value(), settings,
                                      callback, std::move(stop), options);
    if (!fetched) {
      error = fetched.error();
    }
    return error.code;
  }

  std::filesystem::path repository() const { return settings.cache / "models--org--repo"; }
  std::filesystem::path snapshot() const { return repository() / "snapshots" / hub.commit; }
  std::filesystem::path blob(const std::string& file) const {
    return repository() / "blobs" / hub.blobName(file);
  }
  std::filesystem::path partial(const std::string& file) const {
    return repository() / "blobs" / (hub.blobName(file) + ".incomplete");
  }

  // Whether nothing looks like a model: no snapshot, no ref, no blob that is whole.
  bool nothingWhole() const {
    std::error_code ignored;
    for (const char* folderName : {"snapshots", "refs"}) {
      if (std::filesystem::exists(repository() / folderName, ignored)) {
        return false;
      }
    }
    return true;
  }

  QTemporaryDir folder;
  FakeHub hub;
  headscope::HubSettings settings;
  headscope::HubFetchOptions options;
  headscope::FetchCallback callback;
  std::vector<std::chrono::milliseconds> waits;
  headscope::Result<headscope::HubFetched> fetched = headscope::HubFetched{};
  headscope::Error error;
};
