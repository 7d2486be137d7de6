#pragma once

#include "tensor/matrix.h"

namespace headscope {

// Training is written once for float, in which it runs, and for double, in which its gradients are
// compared with central differences.
template <typename Scalar>
using MatrixOf = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <typename Scalar>
using RowOf = Eigen::Matrix<Scalar, 1, Eigen::Dynamic>;
template <typename Scalar>
using ColumnOf = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

template <typename Scalar>
using RefOf = Eigen::Ref<MatrixOf<Scalar>, 0, Eigen::OuterStride<>>;
template <typename Scalar>
using ConstRefOf = Eigen::Ref<const MatrixOf<Scalar>, 0, Eigen::OuterStride<>>;
template <typename Scalar>
using RowRefOf = Eigen::Ref<RowOf<Scalar>>;
template <typename Scalar>
using ConstRowRefOf = Eigen::Ref<const RowOf<Scalar>>;

}  // namespace headscope
