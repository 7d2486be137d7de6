#pragma once

#include "tensor/packed_matrix.h"
#include "train/scalar_matrix.h"

namespace headscope {

// Products of the small matrices of one head and one text. It keeps what it lays out meanwhile, so
// that many products of one size allocate once. A result must have its shape already.
template <typename Scalar>
class SmallProduct;

template <>
class SmallProduct<float> {
 public:
  // result = a · b; a (m, k), b (k, n).
  void multiply(const ConstRefOf<float>& a, const ConstRefOf<float>& b, RefOf<float> result);
  // result = scale · a · bᵀ; a (m, k), b (n, k).
  void multiplyTransposed(const ConstRefOf<float>& a, const ConstRefOf<float>& b, float scale,
                          RefOf<float> result);
  // result += aᵀ · b; a (k, m), b (k, n).
  void addTransposed(const ConstRefOf<float>& a, const ConstRefOf<float>& b, RefOf<float> result);

 private:
  PackedMatrix packed_;
};

template <>
class SmallProduct<double> {
 public:
  void multiply(const ConstRefOf<double>& a, const ConstRefOf<double>& b, RefOf<double> result) {
    result.noalias() = a * b;
  }
  void multiplyTransposed(const ConstRefOf<double>& a, const ConstRefOf<double>& b, double scale,
                          RefOf<double> result) {
    result.noalias() = scale * a * b.transpose();
  }
  void addTransposed(const ConstRefOf<double>& a, const ConstRefOf<double>& b,
                     RefOf<double> result) {
    result.noalias() += a.transpose() * b;
  }
};

}  // namespace headscope
