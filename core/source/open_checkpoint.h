#pragma once

#include <filesystem>
#include <memory>

#include "source/checkpoint_error.h"
#include "source/checkpoint_source.h"

namespace headscope {

// A checkpoint as Hugging Face's save_pretrained writes it, a folder with config.json, the weights
// as model.safetensors or in parts with an index, and tokenizer.json or, of vision models,
// preprocessor_config.json; or a GGUF file, or a folder that has one and no safetensors. A
// tokenizer.json beside a GGUF file is used instead of the one in it. Errors: CheckpointError and
// those of the files.
Result<std::shared_ptr<const CheckpointSource>> openCheckpoint(const std::filesystem::path& path,
                                                               const LoadWatch& watch = {});

}  // namespace headscope
