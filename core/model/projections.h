#pragma once

#include "tensor/matrix.h"

namespace headscope {

// A layer's queries, keys and values as its scores and sums take them: normed and turned by their
// positions where the model does so.
struct Projections {
  ConstMatrixRef query;  // (n_query, heads · d_k)
  ConstMatrixRef key;    // (n_key, key heads · d_k)
  ConstMatrixRef value;  // (n_key, key heads · d_k)
};

}  // namespace headscope
