#pragma once

#include <utility>

#include "model/attention_source.h"

namespace headscope {

// One map that stands for every head of every layer: what was made of several of them.
class LayerMap : public AttentionSource {
 public:
  // map (shape.nQuery, shape.nKey), rows sum to 1.
  LayerMap(AttentionShape shape, Matrix map) : shape_(shape), map_(std::move(map)) {}

  AttentionShape shape() const override { return shape_; }
  void weights(HeadId, int firstQuery, MatrixRef out) const override {
    out = map_.middleRows(firstQuery, out.rows());
  }
  std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override { return {}; }

 private:
  AttentionShape shape_;
  Matrix map_;
};

}  // namespace headscope
