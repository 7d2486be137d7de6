#pragma once

#include <optional>

#include "tensor/matrix.h"
#include "tensor/packed_matrix.h"

namespace headscope {

// y = x weight + bias. Weights lie as (in, out), whatever the file had.
struct Affine {
  PackedMatrix weight;      // (in, out)
  Eigen::RowVectorXf bias;  // (out), or empty for none
};

struct NormWeights {
  Eigen::RowVectorXf weight;  // (d_model), or empty for 1
  Eigen::RowVectorXf bias;    // (d_model), or empty for 0
};

// A decoder's attention to the output of an encoder.
struct CrossWeights {
  Affine query;     // (d_model, heads · d_k), of the decoder's rows
  Affine keyValue;  // (d_model, 2 · key heads · d_k), of the encoder's: all keys, all values
  Affine output;    // (heads · d_k, d_model)
  std::optional<NormWeights> norm;
};

// A norm that is absent leaves its input as it is.
struct BlockWeights {
  Affine queryKeyValue;  // (d_model, d_projections): all queries, all keys, all values
  std::optional<NormWeights> queryNorm;  // (d_k) of each head, before positions turn it (Qwen 3)
  std::optional<NormWeights> keyNorm;
  Affine output;  // W_O (heads · d_k, d_model)
  std::optional<NormWeights> attentionNorm = NormWeights();
  std::optional<NormWeights> attentionOutputNorm;  // of what attention adds (Gemma 2)
  std::optional<CrossWeights> cross;
  Affine up;    // (d_model, d_hidden), gate before up; empty without a feed-forward network
  Affine down;  // (d_feed_forward, d_model)
  std::optional<NormWeights> feedForwardNorm = NormWeights();
  std::optional<NormWeights> feedForwardOutputNorm;
};

}  // namespace headscope
