#include "catalog/hub_blob.h"

#include <span>

namespace headscope {

namespace fs = std::filesystem;

std::optional<Digest> beginHubDigest(std::string_view name, std::uint64_t bytes) {
  if (isSha256(name)) {
    return Digest(DigestAlgorithm::sha256);
  }
  if (!isSha1(name)) {
    return std::nullopt;
  }
  Digest digest(DigestAlgorithm::sha1);
  std::string header = "blob " + std::to_string(bytes);
  header.push_back('\0');
  digest.update(std::as_bytes(std::span(header)));
  return digest;
}

Result<HubBlobCheck> checkHubBlob(const fs::path& file, const std::string& name,
                                  const ByteProgress& progress, std::stop_token stop) {
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(file, error);
  std::optional<Digest> digest = beginHubDigest(name, error ? 0 : bytes);
  if (!digest) {
    return HubBlobCheck::nameTellsNothing;
  }
  if (const Result<void> read = updateFromFile(*digest, file, progress, std::move(stop)); !read) {
    return failure(read.error());
  }
  const Result<std::string> hash = digest->finish();
  if (!hash) {
    return failure(hash.error());
  }
  if (*hash != name) {
    return failure({.code = CatalogError::fileHash,
                    .kind = ErrorKind::couldNotDo,
                    .file = file.string(),
                    .problem = "is damaged: its hash is " + *hash + ", its name says " + name});
  }
  return HubBlobCheck::matches;
}

}  // namespace headscope
