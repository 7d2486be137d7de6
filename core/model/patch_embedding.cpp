#include "model/patch_embedding.h"

namespace headscope {
namespace {

// A patch a row: its channels one after the other, each row by row, as a convolution's weight has
// them.
Matrix patchesOf(const PatchEmbedding& embedding, const ConstMatrixRef& pixels) {
  const Index side = embedding.patchSize;
  Matrix patches(Index{embedding.rows()} * embedding.columns(), embedding.channels * side * side);
  for (Index patch = 0; patch < patches.rows(); ++patch) {
    const Index top = patch / embedding.columns() * side;
    const Index left = patch % embedding.columns() * side;
    for (Index channel = 0; channel < embedding.channels; ++channel) {
      for (Index y = 0; y < side; ++y) {
        patches.block(patch, (channel * side + y) * side, 1, side) =
            pixels.block(channel, (top + y) * embedding.imageWidth + left, 1, side);
      }
    }
  }
  return patches;
}

}  // namespace

Matrix PatchEmbedding::embed(const ConstMatrixRef& pixels) const {
  Matrix x(mostTokens(), specials.cols());
  x.topRows(specials.rows()) = specials;
  const Matrix patches = patchesOf(*this, pixels);
  affine(patches, projection.weight, projection.bias, x.bottomRows(patches.rows()));
  x += positions;
  return x;
}

}  // namespace headscope
