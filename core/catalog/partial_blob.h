#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "catalog/digest.h"
#include "io/open_file.h"

namespace headscope {

// A blob of the hub's cache while it comes: NAME.incomplete beside where it will be. It stays when
// this object goes, so that another time can go on where this one ended. For the holder of the
// blob's lock.
class PartialBlob {
 public:
  // Goes on with what is there, unless it is more than `bytes`. CatalogError::cannotWrite, noSpace,
  // cannotRead, stopped.
  static Result<PartialBlob> open(const std::filesystem::path& blob, std::uint64_t bytes,
                                  std::stop_token stop);

  std::uint64_t size() const { return size_; }    // there so far
  std::uint64_t bytes() const { return bytes_; }  // in the end

  // Begins at nothing again.
  Result<void> restart();

  // CatalogError::downloadSize where it would be more than bytes(); cannotWrite, noSpace.
  Result<void> append(std::span<const std::byte> piece);

  // Compares it with its size and its name, and gives it its name. Where the hash differs it is
  // deleted: nothing can be made of it. CatalogError::downloadSize, downloadHash, cannotWrite.
  Result<void> finish();

  // Where the bytes come until then.
  static std::filesystem::path pathFor(const std::filesystem::path& blob);

 private:
  PartialBlob(std::filesystem::path blob, std::uint64_t bytes, FileDescriptor descriptor);

  std::filesystem::path blob_;
  std::filesystem::path path_;
  std::uint64_t bytes_ = 0;
  std::uint64_t size_ = 0;
  FileDescriptor descriptor_;
  std::optional<Digest> digest_;
};

}  // namespace headscope
