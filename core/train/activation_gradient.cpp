#include "train/activation_gradient.h"

#include <cmath>
#include <numbers>

namespace headscope {
// In double precision: training itself takes those of core/tensor.
namespace {

struct Relu {
  static double value(double x) { return x > 0 ? x : 0; }
  static double slope(double x) { return x > 0 ? 1 : 0; }
};

// x Φ(x), with the slope Φ(x) + x φ(x).
struct GeluErf {
  static double distribution(double x) { return (1 + std::erf(x / std::numbers::sqrt2)) / 2; }
  static double value(double x) { return x * distribution(x); }
  static double slope(double x) {
    const double density = std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return distribution(x) + x * density;
  }
};

// x (1 + tanh u) / 2 with u = sqrt(2 / π) (x + 0.044715 x³).
struct GeluTanh {
  static constexpr double kFactor = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
  static constexpr double kCubic = 0.044715;
  static double tanhOf(double x) { return std::tanh(kFactor * (x + kCubic * x * x * x)); }
  static double value(double x) { return x * (1 + tanhOf(x)) / 2; }
  static double slope(double x) {
    const double t = tanhOf(x);
    return (1 + t + x * (1 - t * t) * kFactor * (1 + 3 * kCubic * x * x)) / 2;
  }
};

// x σ(x), with the slope σ(x) (1 + x (1 - σ(x))).
struct Silu {
  static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
  static double value(double x) { return x * sigmoid(x); }
  static double slope(double x) {
    const double s = sigmoid(x);
    return s * (1 + x * (1 - s));
  }
};

template <class Function>
void apply(const ConstRefOf<double>& input, RefOf<double> output) {
  for (Index i = 0; i < input.rows(); ++i) {
    output.row(i) = input.row(i).unaryExpr([](double x) { return Function::value(x); });
  }
}

template <class Function>
void applySlope(const ConstRefOf<double>& input, RefOf<double> gradient) {
  for (Index i = 0; i < input.rows(); ++i) {
    gradient.row(i).array() *=
        input.row(i).unaryExpr([](double x) { return Function::slope(x); }).array();
  }
}

}  // namespace

template <>
void activationForward<double>(Activation activation, const ConstRefOf<double>& input,
                               RefOf<double> output) {
  switch (activation) {
    case Activation::relu:
      return apply<Relu>(input, output);
    case Activation::geluErf:
      return apply<GeluErf>(input, output);
    case Activation::geluTanh:
      return apply<GeluTanh>(input, output);
    case Activation::silu:
      return apply<Silu>(input, output);
  }
}

template <>
void activationBackward<double>(Activation activation, const ConstRefOf<double>& input,
                                RefOf<double> gradient) {
  switch (activation) {
    case Activation::relu:
      return applySlope<Relu>(input, gradient);
    case Activation::geluErf:
      return applySlope<GeluErf>(input, gradient);
    case Activation::geluTanh:
      return applySlope<GeluTanh>(input, gradient);
    case Activation::silu:
      return applySlope<Silu>(input, gradient);
  }
}

template <>
void activationForward<float>(Activation activation, const ConstRefOf<float>& input,
                              RefOf<float> output) {
  for (Index i = 0; i < input.rows(); ++i) {
    output.row(i) = input.row(i);
    activate(activation, rowSpan(output, i));
  }
}

template <>
void activationBackward<float>(Activation activation, const ConstRefOf<float>& input,
                               RefOf<float> gradient) {
  for (Index i = 0; i < input.rows(); ++i) {
    multiplyBySlope(activation, rowSpan(input, i), rowSpan(gradient, i));
  }
}

}  // namespace headscope
