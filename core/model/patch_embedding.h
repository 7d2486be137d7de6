#pragma once

#include "model/weights.h"

namespace headscope {

// What an image is before the first block (Dosovitskiy et al. 2021): tokens of no patch, then its
// square patches row by row, each a linear layer of its pixels; positions are added to all.
struct PatchEmbedding {
  int imageHeight = 0;
  int imageWidth = 0;
  int patchSize = 0;  // of both sides; what is left at the right and at the bottom is not seen
  int channels = 0;
  Affine projection;  // (channels · patch · patch, d_model)
  Matrix specials;    // (n_specials, d_model): the class token and, in DeiT, the distillation token
  Matrix positions;   // (n_specials + n_patches, d_model)

  int rows() const { return imageHeight / patchSize; }
  int columns() const { return imageWidth / patchSize; }
  // As many as every image has.
  Index mostTokens() const { return specials.rows() + Index{rows()} * columns(); }

  // pixels (channels, height · width), row by row. (n_specials + n_patches, d_model)
  Matrix embed(const ConstMatrixRef& pixels) const;
};

}  // namespace headscope
