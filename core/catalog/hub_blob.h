#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "catalog/digest.h"

namespace headscope {

// The hub names a blob by its content: a large file by the SHA-256 of its bytes, a small one as git
// does, by the SHA-1 of "blob ", its size, a zero byte and its bytes. Other servers may give names
// that tell nothing.

// The digest that must give `name` for a blob of that size, begun; nothing for a name that is none.
std::optional<Digest> beginHubDigest(std::string_view name, std::uint64_t bytes);

enum class HubBlobCheck { matches, nameTellsNothing };

// Reads the file and compares it with its name. CatalogError::fileHash, cannotRead, stopped.
Result<HubBlobCheck> checkHubBlob(const std::filesystem::path& file, const std::string& name,
                                  const ByteProgress& progress = {}, std::stop_token stop = {});

}  // namespace headscope
