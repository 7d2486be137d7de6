#include "train/small_product.h"

namespace headscope {

void SmallProduct<float>::multiply(const ConstRefOf<float>& a, const ConstRefOf<float>& b,
                                   RefOf<float> result) {
  packed_.resize(b.rows(), b.cols());
  packed_.setColumns(0, b);
  headscope::multiply(a, packed_, result);
}

void SmallProduct<float>::multiplyTransposed(const ConstRefOf<float>& a, const ConstRefOf<float>& b,
                                             float scale, RefOf<float> result) {
  packed_.resize(b.cols(), b.rows());
  packed_.setColumnsTransposed(0, b);
  headscope::multiply(a, packed_, result, scale);
}

void SmallProduct<float>::addTransposed(const ConstRefOf<float>& a, const ConstRefOf<float>& b,
                                        RefOf<float> result) {
  packed_.resize(b.rows(), b.cols());
  packed_.setColumns(0, b);
  addTransposedProduct(a, packed_, result);
}

}  // namespace headscope
