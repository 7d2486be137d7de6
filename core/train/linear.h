#pragma once

#include "tensor/packed_matrix.h"
#include "train/scalar_matrix.h"

namespace headscope {

// A weight (in, out) as the products of a step take it. set() once a step, whatever the number of
// parts that the batch is divided into.
template <typename Scalar>
class Linear;

template <>
class Linear<float> {
 public:
  void set(const ConstRefOf<float>& weight);
  // result = rows · weight; rows (n, in), result (n, out).
  void apply(const ConstRefOf<float>& rows, RefOf<float> result) const;
  // result = gradient · weightᵀ; gradient (n, out), result (n, in).
  void applyTransposed(const ConstRefOf<float>& gradient, RefOf<float> result) const;

  Index outputs() const { return weight_.cols(); }

 private:
  PackedMatrix weight_;
  PackedMatrix transposed_;
};

template <>
class Linear<double> {
 public:
  void set(const ConstRefOf<double>& weight) { weight_ = weight; }
  void apply(const ConstRefOf<double>& rows, RefOf<double> result) const {
    result.noalias() = rows * weight_;
  }
  void applyTransposed(const ConstRefOf<double>& gradient, RefOf<double> result) const {
    result.noalias() = gradient * weight_.transpose();
  }

  Index outputs() const { return weight_.cols(); }

 private:
  MatrixOf<double> weight_;
};

// weightGradient += rowsᵀ · gradient; rows (n, in), gradient (n, out), weightGradient (in, out).
void addWeightGradient(const ConstRefOf<float>& rows, const ConstRefOf<float>& gradient,
                       RefOf<float> weightGradient);
void addWeightGradient(const ConstRefOf<double>& rows, const ConstRefOf<double>& gradient,
                       RefOf<double> weightGradient);

}  // namespace headscope
