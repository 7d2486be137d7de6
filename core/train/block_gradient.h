#pragma once

#include <optional>
#include <span>
#include <vector>

#include "train/attention_gradient.h"
#include "train/block_parameters.h"
#include "train/linear.h"
#include "train/norm_gradient.h"

namespace headscope {

// A model's numbers as a pass reads them.
template <typename Scalar>
struct Weights {
  std::span<const Scalar> values;           // of the whole layout
  std::span<const Linear<Scalar>> linears;  // its linear maps, ready for products
};

// What the backward pass of a block needs of its forward pass; rows are those of a batch.
template <typename Scalar>
struct BlockTape {
  MatrixOf<Scalar> attentionInput;  // (rows, d_model)
  NormTape<Scalar> attentionNorm;
  MatrixOf<Scalar> projections;             // (rows, d_projections), normed and turned
  std::vector<NormTape<Scalar>> headNorms;  // of each head's queries, then of each key head's keys
  AttentionTape<Scalar> attention;
  // From here on the rows are those that go on.
  MatrixOf<Scalar> concatenated;  // (rows, heads · d_k)
  NormTape<Scalar> attentionOutputNorm;
  MatrixOf<Scalar> feedForwardInput;  // (rows, d_model)
  NormTape<Scalar> feedForwardNorm;
  MatrixOf<Scalar> hiddenInput;  // (rows, d_hidden), before the activation
  MatrixOf<Scalar> hidden;       // (rows, d_feed_forward), after it
  NormTape<Scalar> feedForwardOutputNorm;
};

// Which rows of a batch go on from a block's attention. What is not asked of the last block need
// not be computed: its other rows are keys and values alone.
using RowsThatGoOn = std::optional<std::vector<Index>>;  // nothing: all

// A block as runBlock() computes it, for all segments of a batch: x (rows, d_model) is replaced by
// its output.
template <typename Scalar>
void blockForward(const BlockConfig& config, const BlockPlaces& places,
                  const Weights<Scalar>& weights, const std::vector<Segment>& segments,
                  const RowsThatGoOn& goOn, MatrixOf<Scalar>& x, BlockTape<Scalar>& tape);

// From the gradient of the output to that of the input, in place: gradient (rows, d_model), of the
// output those that went on. The parameters' gradients are added to those of the whole layout.
template <typename Scalar>
void blockBackward(const BlockConfig& config, const BlockPlaces& places,
                   const Weights<Scalar>& weights, const std::vector<Segment>& segments,
                   const RowsThatGoOn& goOn, const BlockTape<Scalar>& tape,
                   MatrixOf<Scalar>& gradient, std::span<Scalar> parameterGradient);

}  // namespace headscope
