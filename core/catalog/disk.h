#pragma once

#include <filesystem>
#include <string>

#include "catalog/catalog_error.h"

namespace headscope {

// "cannot <what>: <the system's words for errno value>", with a remedy for a full disk and for
// missing rights. The code is cannotWrite, or noSpace for a full disk or an exhausted quota.
Error writeError(const std::filesystem::path& file, const std::string& what, int errnoValue);

// fsync of a file or a folder. CatalogError::cannotWrite or noSpace.
Result<void> syncToDisk(const std::filesystem::path& path);

}  // namespace headscope
