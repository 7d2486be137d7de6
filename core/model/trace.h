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

class Trace;

// The beginning of a text that a pass of the same model has done before: a trace with values, and
// how many of its tokens count.
struct Beginning {
  std::shared_ptr<const Trace> trace;  // or null
  Index length = 0;
};

// What a forward pass leaves behind: every layer's queries and keys, O(layers · n · d), from
// which any map is made on demand. Under a causal mask also the values, so that the next pass need
// not do again what both texts begin with. It can be read while the pass still fills it: layers
// become known in their order, and what is known no longer changes.
class Trace : public AttentionSource {
 public:
  struct Layer {
    Matrix query;  // (n_query, heads · d_k)
    Matrix key;    // (n_key, key heads · d_k)
    Matrix value;  // the same where the mask is causal, but for the last layer's; else (0, 0)
  };

  // Of n tokens through a transformer's layers, of which none is known yet; with the edits of the
  // pass, which its maps have, too.
  Trace(const Transformer& transformer, Mask mask, Index n,
        std::shared_ptr<const AttentionEdits> edits = nullptr);
  // Of a decoder's n_query tokens attending to n_key of an encoder; `mask` is of the latter.
  static std::shared_ptr<Trace> ofCross(const Transformer& decoder, Mask mask, Index nQuery,
                                        Index nKey,
                                        std::shared_ptr<const AttentionEdits> edits = nullptr);

  // The next layer. For one thread, the one that runs the pass; others may read meanwhile.
  void append(Layer layer);
  int knownLayers() const override { return known_.load(std::memory_order_acquire); }

  // Of the whole pass, however much of it is known.
  AttentionShape shape() const override;
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;
  std::optional<CellArithmetic> arithmetic(HeadId head, int query, int key) const override;
  std::vector<float> scores(HeadId head, int query) const override;

  std::size_t byteCount() const;  // of what is known

  // Whether it can be a Beginning for a pass of this transformer: whole, of that transformer, and
  // without edits.
  bool canBegin(const Transformer& transformer) const;
  bool keepsValues() const { return mask_.causal; }
  // For a known layer.
  const Layer& layer(int index) const { return layers_[static_cast<std::size_t>(index)]; }

 private:
  // As the softmax gives them, under the mask that the head has.
  void uneditedWeights(HeadId head, int firstQuery, MatrixRef out) const;
  auto query(HeadId head) const;  // (n_query, d_k)
  auto key(HeadId head) const;    // (n_key, d_k)
  const ScoreRule& rule(int layer) const { return rules_[static_cast<std::size_t>(layer)]; }

  BlockConfig config_;            // sizes; what differs between layers is in the rules
  std::vector<ScoreRule> rules_;  // of each layer
  std::vector<bool> turned_;      // whether its queries and keys are
  std::shared_ptr<const BlockWeights> firstBlock_;  // kept, so that no other takes its address
  Mask mask_;
  std::shared_ptr<const AttentionEdits> edits_;  // or null
  Index nQuery_;
  Index nKey_;
  std::vector<Layer> layers_;  // room for all, so that none moves
  std::atomic<int> known_ = 0;
};

// The heatmap's observer: keeps Q and K of every layer, and wants no more. What goes through the
// layers comes after `beginning`, whose rows it takes over.
class TraceRecorder : public TraceObserver {
 public:
  explicit TraceRecorder(std::shared_ptr<Trace> trace, Beginning beginning = {})
      : trace_(std::move(trace)), beginning_(std::move(beginning)) {}

  bool wantsOutput() const override { return false; }
  void onProjections(int layer, const Projections& projections) override;

  std::shared_ptr<const Trace> trace() const { return trace_; }

 private:
  std::shared_ptr<Trace> trace_;
  Beginning beginning_;
};

// The same of a decoder's attention to its encoder, from the same pass.
class CrossRecorder : public TraceObserver {
 public:
  explicit CrossRecorder(std::shared_ptr<Trace> cross) : cross_(std::move(cross)) {}

  void onCrossProjections(int layer, const Projections& projections) override;

 private:
  std::shared_ptr<Trace> cross_;
};

}  // namespace headscope
