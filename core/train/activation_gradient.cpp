#include "train/activation_gradient.h"

#include <cmath>
#include <numbers>

namespace headscope {
namespace {

template <typename Scalar>
struct Relu {
  static Scalar value(Scalar x) { return x > 0 ? x : 0; }
  static Scalar slope(Scalar x) { return x > 0 ? 1 : 0; }
};

// x Φ(x), with the slope Φ(x) + x φ(x).
template <typename Scalar>
struct GeluErf {
  static Scalar distribution(Scalar x) {
    return (1 + std::erf(x / std::numbers::sqrt2_v<Scalar>)) / 2;
  }
  static Scalar value(Scalar x) { return x * distribution(x); }
  static Scalar slope(Scalar x) {
    const Scalar density =
        std::exp(-x * x / 2) * std::numbers::inv_sqrtpi_v<Scalar> / std::numbers::sqrt2_v<Scalar>;
    return distribution(x) + x * density;
  }
};

// x (1 + tanh u) / 2 with u = sqrt(2 / π) (x + 0.044715 x³).
template <typename Scalar>
struct GeluTanh {
  static constexpr Scalar kFactor =
      std::numbers::sqrt2_v<Scalar> * std::numbers::inv_sqrtpi_v<Scalar>;
  static constexpr Scalar kCubic = static_cast<Scalar>(0.044715);
  static Scalar tanhOf(Scalar x) { return std::tanh(kFactor * (x + kCubic * x * x * x)); }
  static Scalar value(Scalar x) { return x * (1 + tanhOf(x)) / 2; }
  static Scalar slope(Scalar x) {
    const Scalar t = tanhOf(x);
    return (1 + t + x * (1 - t * t) * kFactor * (1 + 3 * kCubic * x * x)) / 2;
  }
};

// x σ(x), with the slope σ(x) (1 + x (1 - σ(x))).
template <typename Scalar>
struct Silu {
  static Scalar sigmoid(Scalar x) { return 1 / (1 + std::exp(-x)); }
  static Scalar value(Scalar x) { return x * sigmoid(x); }
  static Scalar slope(Scalar x) {
    const Scalar s = sigmoid(x);
    return s * (1 + x * (1 - s));
  }
};

template <template <typename> class Function, typename Scalar>
void applyValue(const ConstRefOf<Scalar>& input, RefOf<Scalar> output) {
  for (Index i = 0; i < input.rows(); ++i) {
    output.row(i) = input.row(i).unaryExpr([](Scalar x) { return Function<Scalar>::value(x); });
  }
}

template <template <typename> class Function, typename Scalar>
void applySlope(const ConstRefOf<Scalar>& input, RefOf<Scalar> gradient) {
  for (Index i = 0; i < input.rows(); ++i) {
    gradient.row(i).array() *=
        input.row(i).unaryExpr([](Scalar x) { return Function<Scalar>::slope(x); }).array();
  }
}

}  // namespace

template <typename Scalar>
void activationForward(Activation activation, const ConstRefOf<Scalar>& input,
                       RefOf<Scalar> output) {
  switch (activation) {
    case Activation::relu:
      return applyValue<Relu, Scalar>(input, output);
    case Activation::geluErf:
      return applyValue<GeluErf, Scalar>(input, output);
    case Activation::geluTanh:
      return applyValue<GeluTanh, Scalar>(input, output);
    case Activation::silu:
      return applyValue<Silu, Scalar>(input, output);
  }
}

template <typename Scalar>
void activationBackward(Activation activation, const ConstRefOf<Scalar>& input,
                        RefOf<Scalar> gradient) {
  switch (activation) {
    case Activation::relu:
      return applySlope<Relu, Scalar>(input, gradient);
    case Activation::geluErf:
      return applySlope<GeluErf, Scalar>(input, gradient);
    case Activation::geluTanh:
      return applySlope<GeluTanh, Scalar>(input, gradient);
    case Activation::silu:
      return applySlope<Silu, Scalar>(input, gradient);
  }
}

template void activationForward(Activation, const ConstRefOf<float>&, RefOf<float>);
template void activationForward(Activation, const ConstRefOf<double>&, RefOf<double>);
template void activationBackward(Activation, const ConstRefOf<float>&, RefOf<float>);
template void activationBackward(Activation, const ConstRefOf<double>&, RefOf<double>);

}  // namespace headscope
