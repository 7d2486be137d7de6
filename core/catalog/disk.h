#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "catalog/catalog_error.h"

namespace headscope {

// The variables of the environment that say where the store and the cache of the hub are.
inline constexpr const char* kStoreVariable = "XDG_DATA_HOME";
inline constexpr const char* kHubVariable = "HF_HUB_CACHE";

// "cannot <what>: <the system's words for errno value>", with a remedy for a full disk and for
// missing rights, which names the variable. The code is cannotWrite, or noSpace for a full disk or
// an exhausted quota.
Error writeError(const std::filesystem::path& file, const std::string& what, int errnoValue,
                 const std::string& variable = kStoreVariable);

// The folder with those above it. CatalogError::cannotWrite or noSpace.
Result<void> makeFolders(const std::filesystem::path& folder,
                         const std::string& variable = kStoreVariable);

// Bytes this user may still write where the folder is. Empty: as the file system says.
using FreeSpace = std::function<std::uint64_t(const std::filesystem::path&)>;

// CatalogError::noSpace where the folder's disk has less than `needed` bytes for `what`. A file
// system that cannot say has enough: it will say so when it is full.
Result<void> checkFreeSpace(const std::filesystem::path& folder, std::uint64_t needed,
                            const std::string& what, const FreeSpace& freeSpace = {},
                            const std::string& variable = kStoreVariable);

// fsync of a file or a folder. CatalogError::cannotWrite or noSpace.
Result<void> syncToDisk(const std::filesystem::path& path,
                        const std::string& variable = kStoreVariable);

}  // namespace headscope
