#pragma once

#include <stop_token>
#include <vector>

#include "model/block.h"

namespace headscope {

struct ForwardOptions {
  int threads = 0;  // 0: as many as physical cores
  std::stop_token stop;
};

// Stacked blocks over the residual stream. Immutable; safe to use from several threads, each with
// Activations of its own.
class Transformer {
 public:
  // One BlockWeights a layer, with the shapes that the config says.
  Transformer(BlockConfig config, std::vector<BlockWeights> layers);

  const BlockConfig& config() const { return config_; }
  int layerCount() const { return static_cast<int>(layers_.size()); }
  const BlockWeights& layer(int index) const { return layers_[static_cast<std::size_t>(index)]; }
  std::size_t weightBytes() const;

  // x (n, d_model), the embedded text, is overwritten by the output of the last layer, or by what
  // enters that layer where the observer wants no output. False: it was stopped between two layers,
  // and x holds what had been done.
  bool forward(Matrix& x, const Mask& mask, Activations& activations, TraceObserver& observer,
               const ForwardOptions& options = {}) const;

 private:
  BlockConfig config_;
  std::vector<BlockWeights> layers_;
};

}  // namespace headscope
