#include "train/linear.h"

namespace headscope {

void Linear<float>::set(const ConstRefOf<float>& weight) {
  weight_.resize(weight.rows(), weight.cols());
  weight_.setColumns(0, weight);
  transposed_.resize(weight.cols(), weight.rows());
  transposed_.setColumnsTransposed(0, weight);
}

void Linear<float>::apply(const ConstRefOf<float>& rows, RefOf<float> result) const {
  multiply(rows, weight_, result);
}

void Linear<float>::applyTransposed(const ConstRefOf<float>& gradient, RefOf<float> result) const {
  multiply(gradient, transposed_, result);
}

void addWeightGradient(const ConstRefOf<float>& rows, const ConstRefOf<float>& gradient,
                       RefOf<float> weightGradient) {
  PackedMatrix packed(gradient.rows(), gradient.cols());
  packed.setColumns(0, gradient);
  addTransposedProduct(rows, packed, weightGradient);
}

void addWeightGradient(const ConstRefOf<double>& rows, const ConstRefOf<double>& gradient,
                       RefOf<double> weightGradient) {
  weightGradient.noalias() += rows.transpose() * gradient;
}

}  // namespace headscope
