#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "image/preprocess.h"

namespace headscope {

// Every way a preprocessor_config.json can be bad.
enum class PreprocessorError {
  notAnObject = 1,
  missingKey,
  wrongKeyType,
  keyOutOfRange,
  unknownProcessor,   // an image_processor_type that is not known
  unsupportedSize,    // a size of other keys than are computed here
  unsupportedOption,  // another step that is not computed here
};

// Whose defaults a key has that is not given.
enum class ImageProcessor { vit, deit };

// Reads a preprocessor_config.json as transformers' AutoImageProcessor does: its
// image_processor_type, or feature_extractor_type as older ones have it, says whose defaults hold;
// without either `fallback` does. `file` names it in errors. Errors: PreprocessorError.
Result<Preprocessing> readPreprocessorConfig(const nlohmann::json& config, const std::string& file,
                                             ImageProcessor fallback);

// What a ViT's images go through without a preprocessor_config.json: ViTImageProcessor's defaults,
// at this model's size.
Preprocessing defaultPreprocessing(ImageSize size);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(PreprocessorError);
