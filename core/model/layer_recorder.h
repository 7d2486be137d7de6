#pragma once

#include <optional>
#include <vector>

#include "model/trace_observer.h"

namespace headscope {

// The block view's observer: keeps every intermediate matrix of one layer, and of its heads' maps
// all or those of one: of 512 tokens each head has three of a megabyte.
class LayerRecorder : public TraceObserver {
 public:
  struct Record {
    Stage stage;
    int head;  // or kAllHeads
    Matrix matrix;
  };

  explicit LayerRecorder(int layer, int head = kAllHeads) : layer_(layer), head_(head) {}

  bool wantsStages(int layer) const override { return layer == layer_; }
  bool wantsHead(int /*layer*/, int head) const override {
    return head_ == kAllHeads || head == head_;
  }
  void onStage(int layer, Stage stage, int head, const ConstMatrixRef& matrix) override;

  // In the order they arose.
  const std::vector<Record>& records() const { return records_; }
  // Null where the block has no such stage.
  const Matrix* find(Stage stage, int head = kAllHeads) const;

 private:
  int layer_;
  int head_;
  std::vector<Record> records_;
};

// Keeps the residual stream before every layer and after the last: L + 1 matrices (n, d_model).
class HiddenRecorder : public TraceObserver {
 public:
  void onHidden(int layer, const ConstMatrixRef& hidden) override;
  const std::vector<Matrix>& hidden() const { return hidden_; }

 private:
  std::vector<Matrix> hidden_;
};

}  // namespace headscope
