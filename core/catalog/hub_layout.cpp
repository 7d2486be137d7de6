#include "catalog/hub_layout.h"

#include <algorithm>

#include "catalog/digest.h"
#include "catalog/hub_reference.h"
#include "catalog/safe_name.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kModelsPrefix = "models--";

std::string folderNameOf(std::string_view repository) {
  std::string name(kModelsPrefix);
  for (const char c : repository) {
    name += c == '/' ? std::string("--") : std::string(1, c);
  }
  return name;
}

}  // namespace

fs::path hubFolder(const fs::path& cache, std::string_view repository) {
  return cache / folderNameOf(repository);
}

std::optional<std::string> repositoryOfHubFolder(std::string_view folderName) {
  if (!folderName.starts_with(kModelsPrefix)) {
    return std::nullopt;
  }
  std::string name(folderName.substr(kModelsPrefix.size()));
  if (const std::size_t dashes = name.find("--"); dashes != std::string::npos) {
    name.replace(dashes, 2, "/");
  }
  return isHubRepository(name) ? std::optional(name) : std::nullopt;
}

std::optional<std::string> hubNameOf(const fs::path& path) {
  std::string file;
  for (fs::path part = path; part.has_relative_path(); part = part.parent_path()) {
    const fs::path snapshots = part.parent_path();
    if (isHubCommit(part.filename().string()) && snapshots.filename() == "snapshots") {
      const std::optional<std::string> repository =
          repositoryOfHubFolder(snapshots.parent_path().filename().string());
      return repository ? std::optional(*repository + file) : std::nullopt;
    }
    file = "/" + part.filename().string() + file;
  }
  return std::nullopt;
}

fs::path hubLockFolder(const fs::path& cache, std::string_view repository) {
  return cache / ".locks" / folderNameOf(repository);
}

fs::path hubLinkTarget(std::string_view file, std::string_view etag) {
  std::string target = "../../";
  for (std::ptrdiff_t i = std::count(file.begin(), file.end(), '/'); i > 0; --i) {
    target += "../";
  }
  return target + "blobs/" + std::string(etag);
}

bool isHubCommit(std::string_view text) {
  return isSha1(text);
}

bool isHubBlobName(std::string_view etag) {
  return isModelName(etag) && !etag.ends_with(".incomplete");
}

}  // namespace headscope
