#include "model/transformer.h"

#include <set>
#include <utility>

#include "tensor/norm.h"
#include "tensor/threads.h"

namespace headscope {
namespace {

std::vector<Layer> alike(const BlockConfig& config, std::vector<BlockWeights> weights) {
  std::vector<Layer> layers;
  for (BlockWeights& block : weights) {
    layers.push_back(
        {.config = config, .weights = std::make_shared<const BlockWeights>(std::move(block))});
  }
  return layers;
}

std::size_t floatsOf(const BlockWeights& block) {
  Index floats = 0;
  for (const Affine* affine : {&block.queryKeyValue, &block.output, &block.up, &block.down}) {
    floats += affine->weight.size() + affine->bias.size();
  }
  for (const auto* norm :
       {&block.queryNorm, &block.keyNorm, &block.attentionNorm, &block.attentionOutputNorm,
        &block.feedForwardNorm, &block.feedForwardOutputNorm}) {
    floats += *norm ? (*norm)->weight.size() + (*norm)->bias.size() : 0;
  }
  return static_cast<std::size_t>(floats);
}

}  // namespace

Transformer::Transformer(std::vector<Layer> layers, std::optional<NormWeights> finalNorm)
    : layers_(std::move(layers)), finalNorm_(std::move(finalNorm)) {}

Transformer::Transformer(const BlockConfig& config, std::vector<BlockWeights> layers)
    : Transformer(alike(config, std::move(layers))) {}

std::size_t Transformer::weightBytes() const {
  std::set<const BlockWeights*> counted;
  std::size_t floats = 0;
  for (const Layer& layer : layers_) {
    if (counted.insert(layer.weights.get()).second) {
      floats += floatsOf(*layer.weights);
    }
  }
  return floats * sizeof(float);
}

bool Transformer::forward(Matrix& x, const Mask& mask, Activations& activations,
                          TraceObserver& observer, const ForwardOptions& options,
                          std::span<const Past> past) const {
  const ScopedThreads threads(options.threads);
  activations.resize(x.rows(), config());
  for (int layer = 0; layer < layerCount(); ++layer) {
    observer.onHidden(layer, x);  // may ask to stop
    if (options.stop.stop_requested()) {
      return false;
    }
    const Layer& block = at(layer);
    const Past before = past.empty() ? Past{} : past[static_cast<std::size_t>(layer)];
    if (layer + 1 == layerCount() && !observer.wantsOutput()) {
      runQueriesAndKeys(block.config, *block.weights, before.length, layer, x, activations,
                        observer);
      return true;
    }
    runBlock(block.config, *block.weights, mask, before, layer, x, activations, observer);
  }
  if (finalNorm_) {
    normalise(at(layerCount() - 1).config, *finalNorm_, x, x);
  }
  observer.onHidden(layerCount(), x);
  return true;
}

}  // namespace headscope
