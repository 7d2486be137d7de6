#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "families/family_summary.h"
#include "families/tensor_reader.h"
#include "model/config.h"
#include "model/token_embedding.h"
#include "position/distance_bias.h"

namespace headscope {

// What a family file says of a checkpoint: its sizes, from config.json, and where its tensors are.
// Names are without .weight and .bias; an empty one is of something that the family does not have.

enum class Fused {
  inTurn,  // all queries, all keys, all values
  byHead,  // query, key and value of head 0, then those of head 1, …
};

// How the dimensions of a query's or key's head lie that turn together: as two halves, or in turn,
// as llama.cpp's converter sorts them for some families (LinearPart::alternating).
enum class RotaryOrder { halves, alternating };

struct BlockNames {
  // What a layer's names begin with.
  std::function<std::string(int layer)> prefix;
  // Queries, keys and values: three linear layers, or one that holds them all.
  std::vector<std::string> projections;
  Fused fused = Fused::inTurn;
  RotaryOrder rotaryOrder = RotaryOrder::halves;
  LinearForm projectionForm;
  std::string output;
  LinearForm outputForm;
  // Of a gated network: gate and up, or one that holds both, in this order.
  std::vector<std::string> up;
  std::string down;
  LinearForm feedForwardForm;

  // A decoder's attention to its encoder: query, key, value, output; empty without one.
  std::vector<std::string> cross;
  std::string crossNorm;

  std::string queryNorm;  // (d_k)
  std::string keyNorm;
  std::string attentionNorm;
  std::string attentionOutputNorm;
  std::string feedForwardNorm;
  std::string feedForwardOutputNorm;
  int firstAttentionNorm = 0;  // the first layer that has one (ModernBERT: 1)
};

// T5's bias by distance, one for all layers of a stack.
struct DistanceTable {
  std::string name;  // (buckets, heads); empty: none
  int buckets = 0;
  int maxDistance = 0;
  BucketKind kind = BucketKind::bothDirections;
};

struct EmbeddingPlan {
  std::string words;
  int wordRows = 0;
  int dWord = 0;
  float scale = 1;
  std::string wordProjection;  // without bias
  std::string positions;
  int positionRows = 0;
  // positionRows of them instead of a table in the file; none: there are no sinusoids.
  PositionKind sinusoids = PositionKind::none;
  PositionRule positionRule = PositionRule::index;
  int positionOffset = 0;
  int padding = -1;
  std::string types;
  int typeRows = 0;
  std::string norm;
  std::string projection;
};

// The half of an encoder-decoder that writes; all else is as the FamilyPlan says.
struct DecoderPlan {
  std::vector<BlockConfig> layers;
  BlockNames block;
  EmbeddingPlan embedding;
  std::string finalNorm;
  DistanceTable distances;
  std::int32_t startToken = 0;
};

// Of a model that reads an image. Names of tokens and positions are whole.
struct PatchPlan {
  int imageSize = 0;  // of both sides, in pixels
  int patchSize = 0;
  int channels = 0;
  std::string classToken;         // (1, 1, d_model)
  std::string distillationToken;  // likewise; may be missing
  std::string positions;          // (1, n_tokens, d_model)
  // Of patches: a convolution that steps by its own size, (d_model, channels, patch, patch).
  std::string projection;
};

// From hidden states to a number for each word of the vocabulary. A checkpoint may come without:
// of what the model was trained for only the first of these is asked whether it is there.
struct HeadPlan {
  std::string dense;  // masked language models transform first: dense, activation, norm
  Activation activation = Activation::geluErf;
  Bias denseBias = Bias::present;
  std::string norm;
  std::string wordProjection;      // (d_model, d_word), without bias
  std::vector<std::string> words;  // the first that is there; none: the word table
  std::string bias;                // a whole name; may be missing
  float scale = 1;                 // of the hidden states, where the words are the word table
  float cap = 0;
};

struct FamilyPlan {
  std::string family;                 // for people: "BERT"
  std::vector<std::string> prefixes;  // of all names, tried in this order
  std::vector<BlockConfig> layers;
  // The block whose weights each layer has; empty: every layer its own.
  std::vector<int> blockOfLayer;
  BlockNames block;
  EmbeddingPlan embedding;
  std::optional<PatchPlan> patches;  // instead of words
  std::string finalNorm;
  std::string outputNorm;  // instead, where the last hidden state is before it: FamilyModel
  DistanceTable distances;
  std::optional<DecoderPlan> decoder;
  Bias normBias = Bias::present;
  float normShift = 0;  // weights of norms are this and what the file holds (Gemma: 1)
  std::optional<HeadPlan> head;
  bool causal = false;
  int maxTokens = 0;  // 0: as many as there are positions, or any number
};

// What the plan says of the model, without its tensors.
FamilySummary summaryOf(const FamilyPlan& plan);

// Every layer like the first; names begin with `before`, the layer's number and a dot.
std::vector<BlockConfig> layersAlike(const BlockConfig& block, int layers);
std::function<std::string(int)> numbered(std::string before);

}  // namespace headscope
