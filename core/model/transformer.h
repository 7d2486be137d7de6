#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/attention_edits.h"
#include "model/block.h"

namespace headscope {

struct ForwardOptions {
  int threads = 0;  // 0: as many as physical cores
  std::stop_token stop;
};

// Layers have the same sizes; they may differ in how they score, turn and norm. Some models use the
// same weights in several of them (ALBERT).
struct Layer {
  BlockConfig config;
  std::shared_ptr<const BlockWeights> weights;
};

// What a pass goes on from, beside its rows, and what it does otherwise than the model.
struct PassContext {
  std::span<const Past> past;      // one for each layer and all of one length, or empty for none
  const Memory* memory = nullptr;  // for a decoder
  const AttentionEdits* edits = nullptr;       // of the layers' own attention; not with a past
  const AttentionEdits* crossEdits = nullptr;  // of a decoder's to its encoder
};

// Stacked blocks over the residual stream. Immutable; safe to use from several threads, each with
// Activations of its own.
class Transformer {
 public:
  // At least one layer, with weights of the shapes that its config says. finalNorm is of the last
  // layer's output, for models that norm before their blocks.
  explicit Transformer(std::vector<Layer> layers, std::optional<NormWeights> finalNorm = {});
  // All layers alike: one BlockWeights a layer.
  Transformer(const BlockConfig& config, std::vector<BlockWeights> layers);

  const BlockConfig& config(int layer = 0) const { return at(layer).config; }
  int layerCount() const { return static_cast<int>(layers_.size()); }
  const Layer& block(int index) const { return at(index); }
  const BlockWeights& layer(int index) const { return *at(index).weights; }
  // The same to keep. Two transformers that are loaded apart have no block in common.
  std::shared_ptr<const BlockWeights> sharedLayer(int index) const { return at(index).weights; }
  std::size_t weightBytes() const;

  // x (n, d_model), the embedded text or its end, is overwritten by the output of the last layer,
  // or by what enters that layer where the observer wants no output. False: it was stopped between
  // two layers, and x holds what had been done.
  bool forward(Matrix& x, const Mask& mask, Activations& activations, TraceObserver& observer,
               const ForwardOptions& options = {}, const PassContext& context = {}) const;

 private:
  const Layer& at(int index) const { return layers_[static_cast<std::size_t>(index)]; }

  std::vector<Layer> layers_;
  std::optional<NormWeights> finalNorm_;
};

}  // namespace headscope
