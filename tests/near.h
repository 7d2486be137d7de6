#pragma once

#include <cmath>

#include <QDebug>

#include "tensor/matrix.h"

// For QVERIFY: whether numbers are finite and lie within a distance of each other. Where not, they
// are printed before the test fails.
namespace headscope {

inline bool isNear(double actual, double expected, double tolerance) {
  const bool near = std::abs(actual - expected) <= tolerance;
  if (!near) {
    qWarning("%.9g is not within %g of %.9g", actual, tolerance, expected);
  }
  return near;
}

// The same for two matrices of one shape.
inline bool isNear(const Matrix& actual, const Matrix& expected, double tolerance) {
  if (actual.rows() != expected.rows() || actual.cols() != expected.cols()) {
    qWarning() << "the shape" << actual.rows() << "x" << actual.cols() << "is not"
               << expected.rows() << "x" << expected.cols();
    return false;
  }
  for (Index row = 0; row < actual.rows(); ++row) {
    for (Index column = 0; column < actual.cols(); ++column) {
      if (!isNear(actual(row, column), expected(row, column), tolerance)) {
        qWarning() << "in row" << row << "column" << column;
        return false;
      }
    }
  }
  return true;
}

}  // namespace headscope
