#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "families/family_summary.h"

namespace headscope {

// What a checkpoint is as far as that is known without its tensors: for lists of models.
struct CheckpointPeek {
  FamilySummary summary;
  std::uint64_t bytes = 0;       // of its weights, as far as they are there
  std::optional<Error> problem;  // why it would not open, or would not read texts
};

// Reads the configuration only, or a GGUF file's header.
CheckpointPeek peekCheckpoint(const std::filesystem::path& path);

}  // namespace headscope
