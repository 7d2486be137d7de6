#pragma once

#include "error/error.h"

namespace headscope {

// Every way a checkpoint's config.json, or its tensors beside it, can be bad.
enum class FamilyError {
  notAnObject = 1,
  missingKey,
  wrongKeyType,
  keyOutOfRange,
  indivisibleHeads,   // hidden_size is no multiple of the number of heads
  unsupportedOption,  // a setting that this program does not compute
  unknownFamily,      // a model_type that it does not know
  missingTensor,
  tensorShape,
  unknownTensor,  // a GGUF file has one that this program makes nothing of
  stopped,        // by whoever had the model opened
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(FamilyError);
