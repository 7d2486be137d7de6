#pragma once

#include "tensor/activation.h"
#include "train/scalar_matrix.h"

namespace headscope {

// output = activation(input), element by element; both (n, d).
template <typename Scalar>
void activationForward(Activation activation, const ConstRefOf<Scalar>& input,
                       RefOf<Scalar> output);

// gradient = gradient * activation'(input); both (n, d). At 0 relu' is 0.
template <typename Scalar>
void activationBackward(Activation activation, const ConstRefOf<Scalar>& input,
                        RefOf<Scalar> gradient);

}  // namespace headscope
