#pragma once

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

struct BlockWeights {
  Affine queryKeyValue;  // (d_model, 3 · heads · d_k): all queries, all keys, all values
  Affine output;         // W_O (heads · d_k, d_model)
  NormWeights attentionNorm;
  Affine up;    // (d_model, d_feed_forward); empty without a feed-forward network
  Affine down;  // (d_feed_forward, d_model)
  NormWeights feedForwardNorm;
};

}  // namespace headscope
