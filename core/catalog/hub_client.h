#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "catalog/byte_progress.h"
#include "catalog/http_client.h"
#include "catalog/hub_error.h"
#include "catalog/hub_settings.h"
#include "catalog/patience.h"

namespace headscope {

// What the hub says of a file before it is fetched.
struct HubFile {
  std::string name;
  std::string commit;  // that the revision is at
  std::string etag;    // names its blob
  std::uint64_t bytes = 0;
};

// Asks the hub for the files of one repository, at ENDPOINT/REPOSITORY/resolve/REVISION/FILE.
class HubClient {
 public:
  HubClient(const HubSettings& settings, std::string repository, const HttpTimeouts& timeouts,
            std::stop_token stop);

  // Nothing where the repository has no such file at this revision; without the hub's own error
  // code it may also be that there is no such repository or revision. HttpError;
  // HubError::badToken, accessDenied, notFound, tooManyRequests, serverFailed, badAnswer;
  // CatalogError::stopped. A hub that cannot be reached is not waited for.
  Result<std::optional<HubFile>> ask(const std::string& revision, const std::string& file,
                                     const Patience& patience);

  // The file's bytes to `blob`, whose folder exists, for the holder of its lock; goes on where an
  // earlier time ended. Progress counts what is there.
  // As ask, and CatalogError::downloadSize, downloadHash, cannotWrite, noSpace. What was fetched is
  // kept, unless its hash is wrong.
  Result<void> download(const HubFile& file, const std::filesystem::path& blob,
                        const Patience& patience, const ByteProgress& progress);

 private:
  std::string addressOf(const std::string& revision, const std::string& file) const;
  Result<void> checkToken() const;
  // What a status that is no answer means.
  FailedAttempt refusal(const HttpResponse& response) const;

  HubSettings settings_;
  std::string repository_;
  std::stop_token stop_;
  HttpClient http_;
};

}  // namespace headscope
