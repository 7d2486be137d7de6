#pragma once

#include "model/projections.h"

namespace headscope {

// Every matrix between a block's input and its output, in the order they arise.
enum class Stage {
  input,            // X (n, d_model), the residual stream entering the block
  attentionInput,   // (n, d_model) what the projections read: X, or its norm where that comes first
  query,            // Q of all heads (n, heads · d_k)
  key,              // K of all key heads (n, key heads · d_k)
  value,            // V of all key heads (n, key heads · d_k)
  scores,           // one head: what the score rule makes, before the mask (n, n)
  maskedScores,     // one head: with the mask, the lowest float where a key is hidden (n, n)
  weights,          // one head: softmax(scores + mask) (n, n)
  headOutput,       // one head: Z = weights V (n, d_k)
  concatenated,     // Z of all heads (n, heads · d_k)
  attentionOutput,  // concatenated W_O + bias (n, d_model)
  attentionSum,     // with the residual added (n, d_model)
  afterAttention,   // with the norm where that comes after (n, d_model)
  // Of a decoder's block, between afterAttention and feedForwardInput: attention to the encoder's
  // rows, of which there are n_key.
  crossMemory,        // (n_key, d_model) what the encoder has made, which keys and values read
  crossInput,         // (n, d_model) what the queries read
  crossQuery,         // (n, heads · d_k)
  crossKey,           // (n_key, key heads · d_k)
  crossValue,         // (n_key, key heads · d_k)
  crossScores,        // one head (n, n_key)
  crossMaskedScores,  // one head (n, n_key)
  crossWeights,       // one head (n, n_key)
  crossHeadOutput,    // one head (n, d_k)
  crossConcatenated,  // (n, heads · d_k)
  crossOutput,        // (n, d_model)
  crossSum,           // (n, d_model)
  afterCross,         // (n, d_model)
  feedForwardInput,   // (n, d_model) what the feed-forward network reads
  feedForwardHidden,  // after the activation and the gate (n, d_feed_forward)
  feedForwardOutput,  // (n, d_model)
  feedForwardSum,     // with the residual added (n, d_model)
  output,             // (n, d_model), the next block's input
};

inline constexpr int kAllHeads = -1;

// What the forward pass reports to, layer by layer. Matrices are valid during the call only.
class TraceObserver {
 public:
  virtual ~TraceObserver() = default;

  // Whether anything after the last layer's queries and keys is wanted. Where it is not, the pass
  // ends there: every map is known, and a seventh of MiniLM's work is not done.
  virtual bool wantsOutput() const { return true; }

  // The residual stream entering layer l = 0 … L-1, and for l = L the model's output (n, d_model).
  virtual void onHidden(int /*layer*/, const ConstMatrixRef& /*hidden*/) {}

  // Of all heads, and of the rows that go through the layer: those of a Past are not among them.
  // value is (n, 0) in the last layer of a pass that ends with it.
  virtual void onProjections(int /*layer*/, const Projections& /*projections*/) {}

  // Of a decoder's attention to the encoder's rows.
  virtual void onCrossProjections(int /*layer*/, const Projections& /*projections*/) {}

  // Whether this layer's stages are reported, and of which heads: each costs its full map.
  virtual bool wantsStages(int /*layer*/) const { return false; }
  virtual bool wantsHead(int /*layer*/, int /*head*/) const { return true; }
  virtual void onStage(int /*layer*/, Stage /*stage*/, int /*head, or kAllHeads*/,
                       const ConstMatrixRef& /*matrix*/) {}
};

}  // namespace headscope
