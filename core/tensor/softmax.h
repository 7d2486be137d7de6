#pragma once

#include <span>

#include "tensor/matrix.h"

namespace headscope {

// exp(x_j - max x) / sum over j, in place. A row of equal values, even all lowest float, becomes
// uniform. Summation order depends only on the length, so equal rows give equal bits.
void softmax(std::span<float> row);

// Every row of a matrix.
void softmaxRows(MatrixRef matrix);

// Every row without its division: x_j becomes exp(x_j - max x), and sums (rows) their sums, at
// least 1. What is made of the rows linearly may be divided instead.
void exponentiateRows(MatrixRef matrix, Eigen::Ref<Eigen::VectorXf> sums);

}  // namespace headscope
