#pragma once

#include <filesystem>

#include "source/checkpoint_error.h"

namespace headscope {

// Where the parts of a checkpoint are.
struct CheckpointPlace {
  std::filesystem::path gguf;          // the file, or empty: then it is a folder's
  std::filesystem::path config;        // config.json
  std::filesystem::path weights;       // model.safetensors, or its index
  bool inParts = false;                // the latter
  std::filesystem::path tokenizer;     // tokenizer.json, or empty: there is none
  std::filesystem::path preprocessor;  // preprocessor_config.json, likewise
};

// What a folder or file is. Nothing is read but the folder's names. Errors: CheckpointError.
Result<CheckpointPlace> findCheckpoint(const std::filesystem::path& path);

}  // namespace headscope
