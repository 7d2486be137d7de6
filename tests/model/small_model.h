#pragma once

#include <vector>

#include "model/transformer.h"

namespace headscope {

// A transformer with fixed, unremarkable weights for tests that compare ways of running it.
inline Transformer smallModel(BlockConfig config, int layers) {
  std::srand(5);
  const auto affine = [](Index in, Index out) {
    return Affine{.weight = PackedMatrix(Matrix::Random(in, out)),
                  .bias = Eigen::RowVectorXf::Random(out)};
  };
  const auto norm = [&config] {
    return NormWeights{.weight = Eigen::RowVectorXf::Random(config.dModel),
                       .bias = Eigen::RowVectorXf::Random(config.dModel)};
  };
  std::vector<BlockWeights> blocks;
  for (int l = 0; l < layers; ++l) {
    blocks.push_back({.queryKeyValue = affine(config.dModel, 3 * config.dHeads()),
                      .output = affine(config.dHeads(), config.dModel),
                      .attentionNorm = norm(),
                      .up = affine(config.dModel, config.dFeedForward),
                      .down = affine(config.dFeedForward, config.dModel),
                      .feedForwardNorm = norm()});
  }
  return {config, std::move(blocks)};
}

}  // namespace headscope
