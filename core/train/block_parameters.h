#pragma once

#include <string>
#include <vector>

#include "model/config.h"
#include "train/parameter_layout.h"

namespace headscope {

struct LinearPlaces {
  Place weight;           // (in, out)
  Place bias;             // (1, out), or empty
  std::size_t index = 0;  // among the model's linear maps
};

struct NormPlaces {
  Place weight;  // (1, d); empty where the block has no such norm
  Place bias;    // (1, d), or empty

  bool empty() const { return weight.empty(); }
};

// What a block learns beyond what its config says.
struct BlockParts {
  bool biases = true;        // of the linear maps and of layer norms
  bool headNorms = false;    // of each head's queries and keys (Qwen 3)
  bool outputNorms = false;  // of what attention and the feed-forward network add (Gemma 2)
};

// Where the parameters of a block lie: those of BlockWeights but for `cross`.
struct BlockPlaces {
  LinearPlaces queryKeyValue;  // (d_model, d_projections)
  NormPlaces queryNorm;        // (d_k)
  NormPlaces keyNorm;
  LinearPlaces output;  // (heads · d_k, d_model)
  NormPlaces attentionNorm;
  NormPlaces attentionOutputNorm;
  LinearPlaces up;    // (d_model, d_hidden); empty without a feed-forward network
  LinearPlaces down;  // (d_feed_forward, d_model)
  NormPlaces feedForwardNorm;
  NormPlaces feedForwardOutputNorm;
};

// Adds maps to a layout and numbers those that are linear.
class PlaceMaker {
 public:
  explicit PlaceMaker(ParameterLayout& layout) : layout_(layout) {}

  LinearPlaces linear(const std::string& name, Index in, Index out, bool bias);
  NormPlaces norm(const std::string& name, NormKind kind, Index size, bool bias);
  BlockPlaces block(const std::string& prefix, const BlockConfig& config, BlockParts parts);

  // Their weights, by their index.
  const std::vector<Place>& linears() const { return linears_; }

 private:
  ParameterLayout& layout_;
  std::vector<Place> linears_;
};

}  // namespace headscope
