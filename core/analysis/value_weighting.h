#pragma once

#include <memory>
#include <span>
#include <vector>

#include "model/attention_source.h"
#include "model/config.h"
#include "model/weights.h"

namespace headscope {

// How long what each head would copy from each key is: the length of its value through its part of
// W_O, without the output's bias (Kobayashi et al. 2020, "Attention is Not Only a Weight",
// section 2). value (n_key, key heads · d_k); the result is (heads, n_key).
Matrix copiedLengths(const BlockConfig& config, const Affine& output, const ConstMatrixRef& value);

// What a cell adds to the output of its head, among what the other keys of its row add.
struct CopiedPart {
  double length = 0;  // α·‖v·W_O‖
  double sum = 0;     // of the row's
  double share = 0;   // of that sum, 0 to 1; 0 where nothing is copied at all
};
// weights (n_key) of the row, lengths (n_key) of its head.
CopiedPart copiedPart(std::span<const float> weights, std::span<const float> lengths, int key);

// Attention weights times what they copy, α·‖v·W_O‖, rows scaled to sum to 1: a key that is looked
// at for nothing (a short value) falls, as [CLS] and [SEP] often do.
class ValueWeighting : public AttentionSource {
 public:
  // lengths: of each layer (heads, n_key).
  ValueWeighting(std::shared_ptr<const AttentionSource> source, std::vector<Matrix> lengths);

  AttentionShape shape() const override { return source_->shape(); }
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;
  std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override { return {}; }

 private:
  std::shared_ptr<const AttentionSource> source_;
  std::vector<Matrix> lengths_;
};

}  // namespace headscope
