#pragma once

#include <cstddef>
#include <span>

#include <Eigen/Core>

namespace headscope {

using Index = Eigen::Index;

// Row-major float32, the only layout in the project: a row is a token, a column a feature.
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// A row-major block of someone else's floats; rows may lie further apart than their length.
using MatrixRef = Eigen::Ref<Matrix, 0, Eigen::OuterStride<>>;
using ConstMatrixRef = Eigen::Ref<const Matrix, 0, Eigen::OuterStride<>>;
using ConstMatrixView = Eigen::Map<const Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;
using MatrixView = Eigen::Map<Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;

// Row i of a matrix as its columns' floats, which lie side by side.
inline std::span<const float> rowSpan(const ConstMatrixRef& matrix, Index i) {
  return {matrix.data() + i * matrix.outerStride(), static_cast<std::size_t>(matrix.cols())};
}
inline std::span<float> rowSpan(MatrixRef& matrix, Index i) {
  return {matrix.data() + i * matrix.outerStride(), static_cast<std::size_t>(matrix.cols())};
}

}  // namespace headscope
