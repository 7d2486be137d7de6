#include "tensor/packed_matrix.h"

#include <algorithm>
#include <cassert>
#include <new>

namespace headscope {

PackedMatrix::PackedMatrix(const Matrix& matrix) : PackedMatrix(matrix.rows(), matrix.cols()) {
  setColumns(0, matrix);
}

PackedMatrix::PackedMatrix(const PackedMatrix& other) {
  *this = other;
}

PackedMatrix& PackedMatrix::operator=(const PackedMatrix& other) {
  if (this != &other) {
    resize(other.rows_, other.cols_);
    std::copy_n(other.data_.get(), panels() * rows_ * kPanel, data_.get());
  }
  return *this;
}

void PackedMatrix::resize(Index rows, Index cols) {
  rows_ = rows;
  cols_ = cols;
  const Index floats = panels() * rows * kPanel;
  if (floats > floats_) {
    floats_ = 0;
    data_ = hwy::AllocateAligned<float>(static_cast<std::size_t>(floats));
    if (data_ == nullptr) {
      throw std::bad_alloc();
    }
    floats_ = floats;
  }
  if (cols % kPanel != 0) {
    std::fill_n(ownPanel(panels() - 1), rows * kPanel, 0.0F);
  }
}

void PackedMatrix::setColumns(Index first, const ConstMatrixRef& columns) {
  assert(columns.rows() == rows_ && first + columns.cols() <= cols_);
  for (Index col = 0; col < columns.cols();) {
    const Index within = (first + col) % kPanel;
    const Index count = std::min(kPanel - within, columns.cols() - col);
    float* to = ownPanel((first + col) / kPanel) + within;
    for (Index row = 0; row < rows_; ++row) {
      std::copy_n(columns.data() + row * columns.outerStride() + col, count, to + row * kPanel);
    }
    col += count;
  }
}

void PackedMatrix::setColumnsTransposed(Index first, const ConstMatrixRef& rows) {
  assert(rows.cols() == rows_ && first + rows.rows() <= cols_);
  for (Index col = 0; col < rows.rows();) {
    const Index within = (first + col) % kPanel;
    const Index count = std::min(kPanel - within, rows.rows() - col);
    const float* from = rows.data() + col * rows.outerStride();
    float* to = ownPanel((first + col) / kPanel) + within;
    // Written in order: what is read in jumps is a few short rows.
    for (Index row = 0; row < rows_; ++row) {
      for (Index i = 0; i < count; ++i) {
        to[row * kPanel + i] = from[i * rows.outerStride() + row];
      }
    }
    col += count;
  }
}

Matrix PackedMatrix::unpacked() const {
  Matrix matrix(rows_, cols_);
  for (Index row = 0; row < rows_; ++row) {
    for (Index col = 0; col < cols_; ++col) {
      matrix(row, col) = (*this)(row, col);
    }
  }
  return matrix;
}

}  // namespace headscope
