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
  const auto addAffines = [&floats](std::initializer_list<const Affine*> affines) {
    for (const Affine* affine : affines) {
      floats += affine->weight.size() + affine->bias.size();
    }
  };
  const auto addNorms = [&floats](std::initializer_list<const std::optional<NormWeights>*> norms) {
    for (const auto* norm : norms) {
      floats += *norm ? (*norm)->weight.size() + (*norm)->bias.size() : 0;
    }
  };
  addAffines({&block.queryKeyValue, &block.output, &block.up, &block.down});
  addNorms({&block.queryNorm, &block.keyNorm, &block.attentionNorm, &block.attentionOutputNorm,
            &block.feedForwardNorm, &block.feedForwardOutputNorm});
  if (block.cross) {
    addAffines({&block.cross->query, &block.cross->keyValue, &block.cross->output});
    addNorms({&block.cross->norm});
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
                          const PassContext& context) const {
  const ScopedThreads threads(options.threads);
  activations.resize(x.rows(), config());
  for (int layer = 0; layer < layerCount(); ++layer) {
    observer.onHidden(layer, x);  // may ask to stop
    if (options.stop.stop_requested()) {
      return false;
    }
    const Layer& block = at(layer);
    const Past past = context.past.empty() ? Past{} : context.past[static_cast<std::size_t>(layer)];
    // A decoder's last queries to its encoder come after its own attention.
    if (layer + 1 == layerCount() && !observer.wantsOutput() && !block.config.cross) {
      runQueriesAndKeys(block.config, *block.weights, past.length, layer, x, activations, observer);
      return true;
    }
    runBlock(block.config, *block.weights,
             {.mask = mask,
              .past = past,
              .memory = context.memory,
              .edits = context.edits,
              .crossEdits = context.crossEdits},
             layer, x, activations, observer);
  }
  if (finalNorm_) {
    normalise(at(layerCount() - 1).config, *finalNorm_, x, x);
  }
  observer.onHidden(layerCount(), x);
  return true;
}

}  // namespace headscope
