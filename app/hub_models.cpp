#include "hub_models.h"

#include <algorithm>
#include <iomanip>
#include <ostream>

namespace headscope {

namespace fs = std::filesystem;

namespace {

using Json = ModelsOutput::Json;

const char* stateOf(const CachedRepository& repository, const CachedSnapshot& snapshot) {
  return canBeOpened(repository.repository, snapshot) ? "cached" : "incomplete";
}

}  // namespace

Result<int> HubModels::get(const HubReference& reference) {
  const std::string name = reference.text();
  const Result<HubFetched> fetched = fetchFromHub(
      reference, settings_,
      [this, &name](const FetchProgress& now) {
        output_.showProgress(now.stage, name, now.done, now.total);
      },
      output_.stopToken(), options_);
  if (!fetched) {
    return failure(fetched.error());
  }
  if (fetched->notAsked) {
    output_.printNote("taking what the cache has; " + describe(*fetched->notAsked));
  }
  return output_.printPath(name, fetched->path);
}

Result<int> HubModels::path(const HubReference& reference) {
  const Result<fs::path> path = cache_.pathOf(reference);
  if (!path) {
    return failure(path.error());
  }
  return output_.printPath(reference.text(), *path);
}

Result<int> HubModels::verify(const HubReference& reference) {
  const std::string name = reference.text();
  const std::uint64_t total = cache_.bytesOf(reference);
  const Result<HubVerified> verified = cache_.verify(
      reference,
      [&](std::uint64_t done) { output_.showProgress(FetchStage::verifying, name, done, total); },
      output_.stopToken());
  if (!verified) {
    return failure(verified.error());
  }
  const std::size_t others = verified->files - verified->hashed;
  return output_.printVerified(
      name, verified->files,
      others == 0 ? "every hash as it should be"
                  : "every hash as it should be; " + std::to_string(others) + " have none");
}

Result<int> HubModels::remove(const HubReference& reference) {
  if (const Result<void> removed = cache_.remove(reference); !removed) {
    return failure(removed.error());
  }
  return output_.printRemoved(reference.text());
}

Result<void> HubModels::printList() {
  const Result<std::vector<CachedRepository>> repositories = cache_.repositories();
  if (!repositories) {
    return failure(repositories.error());
  }
  std::ostream& out = output_.out();
  const auto line = [&out](const std::string& name, const char* state, std::uint64_t bytes) {
    out << std::left << std::setw(48) << name << ' ' << std::setw(11) << state << ' ' << std::right
        << std::setw(6) << bytes / 1'000'000 << " MB\n";
  };
  if (!repositories->empty()) {
    out << "\nIn the cache of the Hugging Face hub, " << settings_.cache.string() << ":\n";
  }
  for (const CachedRepository& repository : *repositories) {
    for (const CachedSnapshot& snapshot : repository.snapshots) {
      line(referenceOf(repository, snapshot), stateOf(repository, snapshot), snapshot.bytes());
    }
    if (repository.snapshots.empty()) {
      line(repository.repository, "incomplete", repository.bytes);
    }
  }
  return {};
}

Result<Json> HubModels::listAsJson() const {
  const Result<std::vector<CachedRepository>> repositories = cache_.repositories();
  if (!repositories) {
    return failure(repositories.error());
  }
  Json models = Json::array();
  for (const CachedRepository& repository : *repositories) {
    Json snapshots = Json::array();
    for (const CachedSnapshot& snapshot : repository.snapshots) {
      snapshots.push_back({{"name", referenceOf(repository, snapshot)},
                           {"commit", snapshot.commit},
                           {"refs", snapshot.refs},
                           {"state", stateOf(repository, snapshot)},
                           {"bytes", snapshot.bytes()},
                           {"path", snapshot.folder.string()}});
    }
    models.push_back({{"repository", repository.repository},
                      {"bytes", repository.bytes},
                      {"snapshots", std::move(snapshots)}});
  }
  return Json{{"cache", settings_.cache.string()}, {"models", std::move(models)}};
}

}  // namespace headscope
