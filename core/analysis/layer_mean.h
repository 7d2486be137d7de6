#pragma once

#include <memory>
#include <utility>

#include "model/attention_source.h"

namespace headscope {

// Every head shows the mean map of all heads of its layer. Made on demand, as any map.
class LayerMean : public AttentionSource {
 public:
  explicit LayerMean(std::shared_ptr<const AttentionSource> heads) : heads_(std::move(heads)) {}

  AttentionShape shape() const override { return heads_->shape(); }
  MapValues values() const override { return heads_->values(); }
  int knownLayers() const override { return heads_->knownLayers(); }
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;  // (rows, n_key)
  // A mean is made of as many cells as there are heads.
  std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override { return {}; }

 private:
  std::shared_ptr<const AttentionSource> heads_;
};

}  // namespace headscope
