#include "catalog/hub_settings.h"

#include <optional>

#include "catalog/environment.h"
#include "catalog/letter_case.h"
#include "io/read_file.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostTokenBytes = 4096;

std::string withoutBlanks(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  return begin == std::string::npos
             ? std::string()
             : text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

// The folder or file that a variable names; nothing where it is not set.
std::optional<fs::path> pathOf(const char* variable) {
  const std::string text = environmentText(variable);
  if (text.empty()) {
    return std::nullopt;
  }
  const std::optional<fs::path> home = homeFolder();
  if (home && (text == "~" || text.starts_with("~/"))) {
    return text.size() <= 2 ? *home : *home / text.substr(2);
  }
  std::error_code error;
  const fs::path absolute = fs::absolute(text, error);
  return error ? fs::path(text) : absolute;
}

// <home> of the header; nothing where there is no home folder.
std::optional<fs::path> hubHome() {
  if (const std::optional<fs::path> named = pathOf("HF_HOME")) {
    return named;
  }
  if (const std::optional<fs::path> caches = pathOf("XDG_CACHE_HOME")) {
    return *caches / "huggingface";
  }
  const std::optional<fs::path> home = homeFolder();
  return home ? std::optional(*home / ".cache" / "huggingface") : std::nullopt;
}

std::string tokenOf(const std::optional<fs::path>& home) {
  if (const std::string token = withoutBlanks(environmentText("HF_TOKEN")); !token.empty()) {
    return token;
  }
  std::optional<fs::path> file = pathOf("HF_TOKEN_PATH");
  if (!file && home) {
    file = *home / "token";
  }
  // Without a file, or one that may be read, nobody is logged in.
  const Result<std::string> text =
      file ? readFile(*file, kMostTokenBytes) : Result<std::string>(std::string());
  return text ? withoutBlanks(*text) : std::string();
}

bool isTrue(const std::string& text) {
  const std::string lower = lowerCased(text);
  return lower == "1" || lower == "on" || lower == "yes" || lower == "true";
}

}  // namespace

Result<HubSettings> HubSettings::ofUser() {
  HubSettings settings;
  if (std::string endpoint = withoutBlanks(environmentText("HF_ENDPOINT")); !endpoint.empty()) {
    while (endpoint.ends_with('/')) {
      endpoint.pop_back();
    }
    settings.endpoint = endpoint;
  }
  const std::optional<fs::path> home = hubHome();
  settings.token = tokenOf(home);
  if (const std::optional<fs::path> cache = pathOf("HF_HUB_CACHE")) {
    settings.cache = *cache;
  } else if (home) {
    settings.cache = *home / "hub";
  } else {
    return failure({.code = CatalogError::noDataFolder,
                    .kind = ErrorKind::couldNotDo,
                    .problem = "there is no home folder for the cache of the Hugging Face hub",
                    .remedy = "Set HOME, HF_HOME or HF_HUB_CACHE to a folder"});
  }
  if (isTrue(withoutBlanks(environmentText("HF_HUB_OFFLINE")))) {
    settings.access = HubAccess::offline;
  }
  return settings;
}

}  // namespace headscope
