#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>

#include "catalog/byte_progress.h"
#include "catalog/catalog_error.h"

namespace headscope {

// One file wanted out of a zip archive. Where it goes is the caller's choice alone: a member's name
// never becomes a path, so an archive cannot write outside the folder.
struct ZipRequest {
  std::string member;       // its full name inside the archive
  std::string fileName;     // relative to the folder it goes to
  std::uint64_t bytes = 0;  // its size, known beforehand
};

// Writes the members as new files of `folder`, folders below it as needed, on the disk when this
// returns. A member that does not say it has the expected size is refused before anything of it is
// written, and no more than that is ever written. Progress counts the bytes written.
// CatalogError::archiveUnreadable, unsafeName, memberMissing, memberSize, memberCorrupt,
// cannotWrite (also where the file exists already), noSpace or stopped; then the file being written
// is removed, those before it stay.
Result<void> extractMembers(const std::filesystem::path& archive,
                            std::span<const ZipRequest> requests,
                            const std::filesystem::path& folder, const ByteProgress& progress = {},
                            std::stop_token stop = {});

}  // namespace headscope
