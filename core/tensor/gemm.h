#pragma once

#include "tensor/matrix.h"

namespace headscope {

// Matrix products through oneDNN, which picks the instruction set when it runs. The result must
// have its shape already and may not overlap an operand. Inside a parallel region they run on the
// calling thread alone.

enum class Accumulate { no, yes };

// result = scale * a * b (+ result). a (m, k), b (k, n), result (m, n). Weights lie as (in, out),
// so that this is the product of every layer: at few rows it is twice as fast as the transposed.
void multiply(const ConstMatrixRef& a, const ConstMatrixRef& b, MatrixRef result, float scale = 1,
              Accumulate accumulate = Accumulate::no);

// result = scale * a * bᵀ. a (m, k), b (n, k), result (m, n).
void multiplyTransposed(const ConstMatrixRef& a, const ConstMatrixRef& b, MatrixRef result,
                        float scale = 1);

// result = a * weight + bias. a (m, in), weight (in, out), bias (1, out) or empty for none.
void affine(const ConstMatrixRef& a, const ConstMatrixRef& weight,
            const Eigen::Ref<const Eigen::RowVectorXf>& bias, MatrixRef result);

}  // namespace headscope
