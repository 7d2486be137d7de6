#include "model/transformer.h"

#include <utility>

#include "tensor/threads.h"

namespace headscope {

Transformer::Transformer(BlockConfig config, std::vector<BlockWeights> layers)
    : config_(config), layers_(std::move(layers)) {}

std::size_t Transformer::weightBytes() const {
  std::size_t floats = 0;
  const auto count = [&floats](const auto& matrix) {
    floats += static_cast<std::size_t>(matrix.size());
  };
  for (const BlockWeights& block : layers_) {
    for (const Affine* affine : {&block.queryKeyValue, &block.output, &block.up, &block.down}) {
      count(affine->weight);
      count(affine->bias);
    }
    for (const NormWeights* norm : {&block.attentionNorm, &block.feedForwardNorm}) {
      count(norm->weight);
      count(norm->bias);
    }
  }
  return floats * sizeof(float);
}

bool Transformer::forward(Matrix& x, const Mask& mask, Activations& activations,
                          TraceObserver& observer, const ForwardOptions& options) const {
  const ScopedThreads threads(options.threads);
  activations.resize(x.rows(), config_);
  for (int layer = 0; layer < layerCount(); ++layer) {
    observer.onHidden(layer, x);  // may ask to stop
    if (options.stop.stop_requested()) {
      return false;
    }
    if (layer + 1 == layerCount() && !observer.wantsOutput()) {
      runQueriesAndKeys(config_, this->layer(layer), layer, x, activations, observer);
      return true;
    }
    runBlock(config_, this->layer(layer), mask, layer, x, activations, observer);
  }
  observer.onHidden(layerCount(), x);
  return true;
}

}  // namespace headscope
