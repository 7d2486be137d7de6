#pragma once

#include <filesystem>
#include <string>

#include "catalog/catalog_error.h"

namespace headscope {

enum class HubAccess { online, offline };

// Where the hub and its cache are, by the environment variables that Hugging Face's own programs
// read. An empty variable counts as none.
struct HubSettings {
  std::string endpoint = "https://huggingface.co";  // HF_ENDPOINT, without slashes at its end
  // HF_TOKEN, else what HF_TOKEN_PATH or <home>/token holds. Empty: none.
  std::string token = {};
  // HF_HUB_CACHE, else <home>/hub, where <home> is HF_HOME, else $XDG_CACHE_HOME/huggingface, else
  // ~/.cache/huggingface. "~" at the beginning of any of them is the home folder.
  std::filesystem::path cache;
  HubAccess access = HubAccess::online;  // HF_HUB_OFFLINE: 1, on, yes or true forbids to ask

  // CatalogError::noDataFolder where it takes a home folder and there is none.
  static Result<HubSettings> ofUser();
};

}  // namespace headscope
