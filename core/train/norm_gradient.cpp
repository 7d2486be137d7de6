#include "train/norm_gradient.h"

namespace headscope {

template <typename Scalar>
void normForward(NormKind kind, Scalar epsilon, const ConstRefOf<Scalar>& input,
                 const ConstRowRefOf<Scalar>& weight, const ConstRowRefOf<Scalar>& bias,
                 NormTape<Scalar>& tape, RefOf<Scalar> output) {
  const auto width = static_cast<Scalar>(input.cols());
  tape.unit.resize(input.rows(), input.cols());
  tape.factor.resize(input.rows());
  for (Index i = 0; i < input.rows(); ++i) {
    auto unit = tape.unit.row(i);
    unit = input.row(i);
    if (kind == NormKind::layerNorm) {
      unit.array() -= unit.sum() / width;
    }
    const Scalar factor = 1 / std::sqrt(unit.squaredNorm() / width + epsilon);
    tape.factor[i] = factor;
    unit *= factor;
    auto out = output.row(i);
    out = unit;
    if (weight.size() > 0) {
      out.array() *= weight.array();
    }
    if (bias.size() > 0) {
      out += bias;
    }
  }
}

// With u the unit row, g the gradient of u and f the factor, the input's gradient is
// f (g - u mean(g u)), less its mean for the layer norm, whose rows have none.
template <typename Scalar>
void normBackward(NormKind kind, const NormTape<Scalar>& tape, const ConstRowRefOf<Scalar>& weight,
                  RefOf<Scalar> gradient, RowRefOf<Scalar> weightGradient,
                  RowRefOf<Scalar> biasGradient) {
  const auto width = static_cast<Scalar>(gradient.cols());
  for (Index i = 0; i < gradient.rows(); ++i) {
    auto g = gradient.row(i);
    const auto unit = tape.unit.row(i);
    if (biasGradient.size() > 0) {
      biasGradient += g;
    }
    if (weightGradient.size() > 0) {
      weightGradient.array() += g.array() * unit.array();
    }
    if (weight.size() > 0) {
      g.array() *= weight.array();
    }
    const Scalar along = g.dot(unit) / width;
    const Scalar mean = kind == NormKind::layerNorm ? g.sum() / width : 0;
    g = tape.factor[i] * (g.array() - mean - along * unit.array()).matrix();
  }
}

template void normForward(NormKind, float, const ConstRefOf<float>&, const ConstRowRefOf<float>&,
                          const ConstRowRefOf<float>&, NormTape<float>&, RefOf<float>);
template void normForward(NormKind, double, const ConstRefOf<double>&, const ConstRowRefOf<double>&,
                          const ConstRowRefOf<double>&, NormTape<double>&, RefOf<double>);
template void normBackward(NormKind, const NormTape<float>&, const ConstRowRefOf<float>&,
                           RefOf<float>, RowRefOf<float>, RowRefOf<float>);
template void normBackward(NormKind, const NormTape<double>&, const ConstRowRefOf<double>&,
                           RefOf<double>, RowRefOf<double>, RowRefOf<double>);

}  // namespace headscope
