#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "catalog/byte_progress.h"
#include "catalog/catalog_error.h"

struct evp_md_ctx_st;

namespace headscope {

// FIPS 180-4. SHA-1 only to compare with what git computed.
enum class DigestAlgorithm { sha1, sha256 };

// The digest of bytes given piece by piece.
class Digest {
 public:
  explicit Digest(DigestAlgorithm algorithm);
  void update(std::span<const std::byte> bytes);
  // 40 (SHA-1) or 64 lower-case hexadecimal digits of all bytes given; once only.
  // CatalogError::hashUnavailable where the system's crypto policy refuses the algorithm.
  Result<std::string> finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  DigestAlgorithm algorithm_;
  std::unique_ptr<evp_md_ctx_st, Free> context_;
  bool usable_ = false;
};

// Gives the file's bytes to the digest. CatalogError::cannotRead, or stopped between two pieces.
Result<void> updateFromFile(Digest& digest, const std::filesystem::path& file,
                            const ByteProgress& progress = {}, std::stop_token stop = {});

Result<std::string> sha256Of(std::span<const std::byte> bytes);

// CatalogError::cannotRead, or stopped between two pieces.
Result<std::string> sha256OfFile(const std::filesystem::path& file,
                                 const ByteProgress& progress = {}, std::stop_token stop = {});

// Whether the text has the form of a digest by that algorithm.
bool isSha256(std::string_view text);
bool isSha1(std::string_view text);

}  // namespace headscope
