#pragma once

#include <vector>

#include "model/config.h"
#include "model/mask.h"
#include "train/scalar_matrix.h"

namespace headscope {

// One text among the rows of a batch. Texts lie one after the other, each as long as it is; what a
// text pads of its own its mask says.
struct Segment {
  Index first = 0;  // row
  Index length = 0;
  Mask mask;
};

// What the backward pass of attention needs of the forward pass, for each segment's each head.
template <typename Scalar>
struct AttentionTape {
  std::vector<MatrixOf<Scalar>> weights;  // (n, n)
  std::vector<MatrixOf<Scalar>>
      capped;  // (n, n) scores before bias and mask, where they are capped
  // (n, n) of each segment: 1 where a query sees a key, or 0; empty where all is seen
  std::vector<MatrixOf<Scalar>> seen;
};

// All heads of all segments, as attend() has them. projections (rows, d_projections) has queries,
// keys and values as the scores take them; concatenated (rows, heads · d_k).
template <typename Scalar>
void attentionForward(const BlockConfig& config, const std::vector<Segment>& segments,
                      const ConstRefOf<Scalar>& projections, AttentionTape<Scalar>& tape,
                      RefOf<Scalar> concatenated);

// From the gradient of `concatenated` to that of `projections`, which is overwritten.
template <typename Scalar>
void attentionBackward(const BlockConfig& config, const std::vector<Segment>& segments,
                       const ConstRefOf<Scalar>& projections, const AttentionTape<Scalar>& tape,
                       const ConstRefOf<Scalar>& gradient, RefOf<Scalar> projectionsGradient);

}  // namespace headscope
