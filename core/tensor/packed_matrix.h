#pragma once

#include <hwy/aligned_allocator.h>

#include "tensor/matrix.h"

namespace headscope {

// A matrix laid out to be the right side of many products: panels of 16 columns, each row of a
// panel side by side, the last panel filled up with zeros. A product then reads it from front to
// back once (Goto & van de Geijn 2008, section 4).
class PackedMatrix {
 public:
  static constexpr Index kPanel = 16;  // columns

  PackedMatrix() = default;
  PackedMatrix(Index rows, Index cols) { resize(rows, cols); }
  explicit PackedMatrix(const Matrix& matrix);
  PackedMatrix(const PackedMatrix& other);
  PackedMatrix& operator=(const PackedMatrix& other);
  PackedMatrix(PackedMatrix&&) = default;
  PackedMatrix& operator=(PackedMatrix&&) = default;

  // What it held is lost: every column has to be set again.
  void resize(Index rows, Index cols);

  // Columns first … of this become `columns` (rows(), count).
  void setColumns(Index first, const ConstMatrixRef& columns);
  // Columns first … of this become rowsᵀ; rows (count, rows()).
  void setColumnsTransposed(Index first, const ConstMatrixRef& rows);

  Index rows() const { return rows_; }
  Index cols() const { return cols_; }
  Index size() const { return rows_ * cols_; }
  Index panels() const { return (cols_ + kPanel - 1) / kPanel; }
  const float* panel(Index index) const { return data_.get() + index * rows_ * kPanel; }

  float operator()(Index row, Index col) const {
    return panel(col / kPanel)[row * kPanel + col % kPanel];
  }
  Matrix unpacked() const;

 private:
  float* ownPanel(Index index) { return data_.get() + index * rows_ * kPanel; }

  Index rows_ = 0;
  Index cols_ = 0;
  Index floats_ = 0;  // allocated
  hwy::AlignedFreeUniquePtr<float[]> data_;
};

// The result must have its shape already and may not overlap a. Products run on all threads of the
// caller, on one inside a parallel region.

// result = scale · a · b, or its first columns. a (m, k), b (at least k, n), of which the first k
// rows count; result (m, at most n).
void multiply(const ConstMatrixRef& a, const PackedMatrix& b, MatrixRef result, float scale = 1);

// result += aᵀ · b, on the calling thread alone. a (k, m), b (k, n), result (m, n).
void addTransposedProduct(const ConstMatrixRef& a, const PackedMatrix& b, MatrixRef result);

// result = a · weight + bias, or its first columns. a (m, in), weight (in, out), bias (out) or
// empty for none, result (m, at most out).
void affine(const ConstMatrixRef& a, const PackedMatrix& weight,
            const Eigen::Ref<const Eigen::RowVectorXf>& bias, MatrixRef result);

}  // namespace headscope
