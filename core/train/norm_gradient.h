#pragma once

#include "model/config.h"
#include "train/scalar_matrix.h"

namespace headscope {

// What a norm's backward pass needs of its forward pass.
template <typename Scalar>
struct NormTape {
  MatrixOf<Scalar> unit;    // (n, d) the rows before weight and bias
  ColumnOf<Scalar> factor;  // (n) what each row was multiplied by: 1 / sqrt(variance + epsilon)
};

// output = unit(input) * weight + bias, row by row, as layerNorm() and rmsNorm() have it; of these
// the latter has no bias. weight and bias are (1, d); an empty weight is 1, an empty bias 0.
// output may be the input itself.
template <typename Scalar>
void normForward(NormKind kind, Scalar epsilon, const ConstRefOf<Scalar>& input,
                 const ConstRowRefOf<Scalar>& weight, const ConstRowRefOf<Scalar>& bias,
                 NormTape<Scalar>& tape, RefOf<Scalar> output);

// From the gradient of the output to that of the input, which it overwrites; those of weight and
// bias are added to, where they are not empty. gradient (n, d).
template <typename Scalar>
void normBackward(NormKind kind, const NormTape<Scalar>& tape, const ConstRowRefOf<Scalar>& weight,
                  RefOf<Scalar> gradient, RowRefOf<Scalar> weightGradient,
                  RowRefOf<Scalar> biasGradient);

}  // namespace headscope
