#pragma once

#include "tensor/matrix.h"

namespace headscope {

// Rows or columns, first to last inclusive.
struct FoldedSpan {
  Index first = 0;
  Index last = 0;
};

// A matrix as a picture of few pixels: each is the value furthest from 0 of the cells it stands
// for, so that no hot cell vanishes. NaN where all of them are hidden by a mask (the lowest float).
struct FoldedMatrix {
  Matrix values;   // (at most kMostFolded, likewise)
  Index rows = 0;  // of the whole matrix
  Index cols = 0;

  FoldedSpan rowsOf(Index pixel) const;
  FoldedSpan colsOf(Index pixel) const;
  Index pixelOfRow(Index row) const;
  Index pixelOfCol(Index col) const;
};

// Up to so many rows or columns have a pixel each; more share kFoldedTo.
inline constexpr Index kMostFolded = 48;
inline constexpr Index kFoldedTo = 32;

FoldedMatrix folded(const ConstMatrixRef& matrix);

// What the ends of a signed scale stand for: few outliers do not make all else pale. Above 0.
float foldedReach(const FoldedMatrix& matrix);

struct MatrixCell {
  Index row = 0;
  Index col = 0;
  bool operator==(const MatrixCell&) const = default;
};
// The cell that a pixel shows.
MatrixCell cellOfPixel(const ConstMatrixRef& matrix, const FoldedSpan& rows,
                       const FoldedSpan& cols);

}  // namespace headscope
