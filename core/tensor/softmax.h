#pragma once

#include <span>

#include "tensor/matrix.h"

namespace headscope {

// exp(x_j - max x) / sum over j, in place. A row of equal values, even all lowest float, becomes
// uniform. Summation order depends only on the length, so equal rows give equal bits.
void softmax(std::span<float> row);

// Every row of a matrix.
void softmaxRows(MatrixRef matrix);

}  // namespace headscope
