#include "render/folded_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace headscope {

namespace {

Index pixelsFor(Index count) {
  return count > kMostFolded ? kFoldedTo : count;
}

FoldedSpan foldedSpan(Index pixel, Index count, Index pixels) {
  return {pixel * count / pixels, (pixel + 1) * count / pixels - 1};
}

Index foldedPixel(Index index, Index count, Index pixels) {
  return ((index + 1) * pixels - 1) / count;
}

bool isMaskedScore(float value) {
  return value == std::numeric_limits<float>::lowest();
}

}  // namespace

FoldedSpan FoldedMatrix::rowsOf(Index pixel) const {
  return foldedSpan(pixel, rows, values.rows());
}
FoldedSpan FoldedMatrix::colsOf(Index pixel) const {
  return foldedSpan(pixel, cols, values.cols());
}
Index FoldedMatrix::pixelOfRow(Index row) const {
  return foldedPixel(row, rows, values.rows());
}
Index FoldedMatrix::pixelOfCol(Index col) const {
  return foldedPixel(col, cols, values.cols());
}

MatrixCell cellOfPixel(const ConstMatrixRef& matrix, const FoldedSpan& rows,
                       const FoldedSpan& cols) {
  MatrixCell hottest{rows.first, cols.first};
  for (Index row = rows.first; row <= rows.last; ++row) {
    for (Index col = cols.first; col <= cols.last; ++col) {
      const float best = matrix(hottest.row, hottest.col);
      const float value = matrix(row, col);
      if (!isMaskedScore(value) && (isMaskedScore(best) || std::fabs(value) > std::fabs(best))) {
        hottest = {row, col};
      }
    }
  }
  return hottest;
}

FoldedMatrix folded(const ConstMatrixRef& matrix) {
  FoldedMatrix result{.values = Matrix(pixelsFor(matrix.rows()), pixelsFor(matrix.cols())),
                      .rows = matrix.rows(),
                      .cols = matrix.cols()};
  for (Index row = 0; row < result.values.rows(); ++row) {
    for (Index col = 0; col < result.values.cols(); ++col) {
      const MatrixCell cell = cellOfPixel(matrix, result.rowsOf(row), result.colsOf(col));
      const float value = matrix(cell.row, cell.col);
      result.values(row, col) =
          isMaskedScore(value) ? std::numeric_limits<float>::quiet_NaN() : value;
    }
  }
  return result;
}

float foldedReach(const FoldedMatrix& matrix) {
  std::vector<float> sizes;
  for (const float value : matrix.values.reshaped()) {
    if (!std::isnan(value)) {
      sizes.push_back(std::fabs(value));
    }
  }
  if (sizes.empty()) {
    return 1;
  }
  // One in a hundred or so is as hot as the colours go; of a matrix of few numbers none is cut.
  const auto rank = static_cast<std::ptrdiff_t>(static_cast<double>(sizes.size() - 1) * 0.97);
  std::nth_element(sizes.begin(), sizes.begin() + rank, sizes.end());
  const float common = 1.25F * sizes[static_cast<std::size_t>(rank)];
  const float greatest = *std::max_element(sizes.begin(), sizes.end());
  const float reach = common > greatest / 1000 ? std::min(common, greatest) : greatest;
  return reach > 0 ? reach : 1;
}

}  // namespace headscope
