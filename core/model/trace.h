#pragma once

#include <cstddef>
#include <vector>

#include "model/attention_source.h"
#include "model/config.h"
#include "model/mask.h"
#include "model/trace_observer.h"

namespace headscope {

// What a forward pass leaves behind: every layer's queries and keys, O(layers · n · d), from
// which any map is made on demand.
class Trace : public AttentionSource {
 public:
  struct Layer {
    Matrix query;  // (n, heads · d_k)
    Matrix key;    // (n, heads · d_k)
  };

  Trace(const BlockConfig& config, Mask mask, std::vector<Layer> layers);

  AttentionShape shape() const override;
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;
  std::optional<CellArithmetic> arithmetic(HeadId head, int query, int key) const override;

  std::size_t byteCount() const;

 private:
  auto query(HeadId head) const;  // (n, d_k)
  auto key(HeadId head) const;    // (n, d_k)

  int heads_;
  int dK_;
  ScoreKind score_;
  Mask mask_;
  std::vector<Layer> layers_;
};

// The heatmap's observer: keeps Q and K of every layer, and wants no more.
class TraceRecorder : public TraceObserver {
 public:
  bool wantsOutput() const override { return false; }
  void onProjections(int layer, const ConstMatrixRef& query, const ConstMatrixRef& key,
                     const ConstMatrixRef& value) override;

  std::vector<Trace::Layer> takeLayers() { return std::move(layers_); }

 private:
  std::vector<Trace::Layer> layers_;
};

}  // namespace headscope
