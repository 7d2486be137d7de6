#pragma once

#include <string>
#include <vector>

#include "image/preprocess.h"
#include "model/patch_embedding.h"
#include "source/model_source.h"

namespace headscope {

// What a model that reads images makes of its input.

// The pixels as the model takes them. Errors: SourceError::needsImage, imageShape; PreprocessError.
Result<PixelValues> pixelsOf(const Input& input, const Preprocessing& steps,
                             const PatchEmbedding& embedding);

// "[CLS]" and "[DIST]", then the patches by row and column, counted from 0: "2,5".
std::vector<Token> patchTokens(const PatchEmbedding& embedding);

// "an image of 224 x 224, patches of 16"
std::string imageInputText(const PatchEmbedding& embedding);

// SourceError::needsImage: a text or the like was given.
Error needsImageError();

}  // namespace headscope
