#pragma once

#include "error/error.h"

namespace headscope {

enum class CheckpointError {
  notAModel = 1,  // neither a folder nor a GGUF file
  noConfig,       // the folder has no config.json
  noWeights,      // the folder has neither model.safetensors nor an index of parts
  pickle,         // pytorch_model.bin and the like, which can run code when they are opened
  severalModels,  // a folder of GGUF files
  noTokenizer,    // the checkpoint has no tokenizer, and a text came
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(CheckpointError);
