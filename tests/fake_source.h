#pragma once

#include <functional>
#include <utility>

#include "model/attention_source.h"

namespace headscope {

// A source whose weights are a formula, for tests.
class FakeSource : public AttentionSource {
 public:
  using Formula = std::function<float(HeadId head, int query, int key)>;

  FakeSource(AttentionShape shape, Formula formula) : shape_(shape), formula_(std::move(formula)) {}

  AttentionShape shape() const override { return shape_; }

  void weights(HeadId head, int firstQuery, MatrixRef out) const override {
    for (Index row = 0; row < out.rows(); ++row) {
      for (Index key = 0; key < out.cols(); ++key) {
        out(row, key) = formula_(head, firstQuery + static_cast<int>(row), static_cast<int>(key));
      }
    }
  }

  std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override { return {}; }

 private:
  AttentionShape shape_;
  Formula formula_;
};

}  // namespace headscope
