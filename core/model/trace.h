#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "model/attention_source.h"
#include "model/mask.h"
#include "model/trace_observer.h"
#include "model/transformer.h"

namespace headscope {

// What a forward pass leaves behind: every layer's queries and keys, O(layers · n · d), from
// which any map is made on demand. It can be read while the pass still fills it: layers become
// known in their order, and what is known no longer changes.
class Trace : public AttentionSource {
 public:
  struct Layer {
    Matrix query;  // (n, heads · d_k)
    Matrix key;    // (n, key heads · d_k)
  };

  // Of n tokens through a transformer's layers, of which none is known yet.
  Trace(const Transformer& transformer, Mask mask, Index n);

  // The next layer. For one thread, the one that runs the pass; others may read meanwhile.
  void append(Layer layer);
  // Maps may be asked of layers 0 … knownLayers() - 1.
  int knownLayers() const { return known_.load(std::memory_order_acquire); }

  // Of the whole pass, however much of it is known.
  AttentionShape shape() const override;
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;
  std::optional<CellArithmetic> arithmetic(HeadId head, int query, int key) const override;

  std::size_t byteCount() const;  // of what is known

 private:
  auto query(HeadId head) const;  // (n, d_k)
  auto key(HeadId head) const;    // (n, d_k)
  const ScoreRule& rule(int layer) const { return rules_[static_cast<std::size_t>(layer)]; }

  BlockConfig config_;            // sizes; what differs between layers is in the rules
  std::vector<ScoreRule> rules_;  // of each layer
  Mask mask_;
  Index n_;
  std::vector<Layer> layers_;  // room for all, so that none moves
  std::atomic<int> known_ = 0;
};

// The heatmap's observer: keeps Q and K of every layer, and wants no more.
class TraceRecorder : public TraceObserver {
 public:
  explicit TraceRecorder(std::shared_ptr<Trace> trace) : trace_(std::move(trace)) {}

  bool wantsOutput() const override { return false; }
  void onProjections(int layer, const Projections& projections) override;

  std::shared_ptr<const Trace> trace() const { return trace_; }

 private:
  std::shared_ptr<Trace> trace_;
};

}  // namespace headscope
