#pragma once

#include <span>

#include "tensor/matrix.h"

namespace headscope {

enum class Activation {
  relu,
  geluErf,   // x Φ(x), Φ the normal distribution function (Hendrycks & Gimpel 2016)
  geluTanh,  // its tanh approximation, same paper, section 2; "gelu_new" at Hugging Face
  silu,      // x / (1 + exp(-x))
};

// In place, element by element.
void activate(Activation activation, std::span<float> values);

// gradient = gradient * activation'(input), element by element, both of one length; at 0 relu' is
// 0.
void multiplyBySlope(Activation activation, std::span<const float> input,
                     std::span<float> gradient);

// values = activation(values + bias), row by row, in one pass over memory. values (n, d), bias
// (1, d) or empty for 0.
void addBiasAndActivate(Activation activation, const Eigen::Ref<const Eigen::RowVectorXf>& bias,
                        MatrixRef values);

// Of rows [gate | up] of 2d values: gate = activation(gate + bias) * (up + bias) in the first half
// (Shazeer 2020). values (n, 2d), bias (1, 2d) or empty for 0; the second half is left as it was.
void addBiasAndGate(Activation activation, const Eigen::Ref<const Eigen::RowVectorXf>& bias,
                    MatrixRef values);

}  // namespace headscope
