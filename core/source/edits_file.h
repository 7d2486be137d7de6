#pragma once

#include <filesystem>

#include "source/edits_json.h"

namespace headscope {

// Errors: those of AtomicFile.
Result<void> saveEdits(const std::filesystem::path& file, const ModelDescription& model,
                       const Run& run, const RunEdits& edits);

// Errors: those of readFile() and of editsFromJson().
Result<RunEdits> openEdits(const std::filesystem::path& file, const ModelDescription& model,
                           const Run& run);

}  // namespace headscope
