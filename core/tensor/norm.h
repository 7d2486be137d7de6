#pragma once

#include "tensor/matrix.h"

namespace headscope {

using ConstRowRef = Eigen::Ref<const Eigen::RowVectorXf>;

// Per row: (x - mean) / sqrt(variance + epsilon) * weight + bias, with the biased variance
// (Ba, Kiros & Hinton 2016, section 3). weight and bias are (1, d); an empty bias is 0, an empty
// weight 1. output (n, d) may be the input itself.
void layerNorm(const ConstMatrixRef& input, const ConstRowRef& weight, const ConstRowRef& bias,
               float epsilon, MatrixRef output);

// layerNorm(input + residual) in one pass over memory.
void addLayerNorm(const ConstMatrixRef& input, const ConstMatrixRef& residual,
                  const ConstRowRef& weight, const ConstRowRef& bias, float epsilon,
                  MatrixRef output);

// Per row: x / sqrt(mean(x²) + epsilon) * weight (Zhang & Sennrich 2019, equation 4).
void rmsNorm(const ConstMatrixRef& input, const ConstRowRef& weight, float epsilon,
             MatrixRef output);

}  // namespace headscope
