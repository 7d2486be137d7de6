#pragma once

#include <cmath>

#include <QString>
#include <QTest>

#include "tensor/matrix.h"

// QVERIFY that two numbers lie within a distance of each other, printing all three if not.
#define VERIFY_NEAR(ACTUAL, EXPECTED, TOLERANCE)                    \
  do {                                                              \
    const double actual_ = static_cast<double>(ACTUAL);             \
    const double expected_ = static_cast<double>(EXPECTED);         \
    QVERIFY2(std::abs(actual_ - expected_) <= (TOLERANCE),          \
             qPrintable(QStringLiteral("%1 is not within %2 of %3") \
                            .arg(actual_, 0, 'g', 9)                \
                            .arg(TOLERANCE)                         \
                            .arg(expected_, 0, 'g', 9)));           \
  } while (false)

// The same for two matrices of one shape.
#define VERIFY_MATRIX_NEAR(ACTUAL, EXPECTED, TOLERANCE)                                            \
  do {                                                                                             \
    const headscope::Matrix left_ = (ACTUAL);                                                      \
    const headscope::Matrix right_ = (EXPECTED);                                                   \
    QCOMPARE(left_.rows(), right_.rows());                                                         \
    QCOMPARE(left_.cols(), right_.cols());                                                         \
    headscope::Index row_ = 0;                                                                     \
    headscope::Index column_ = 0;                                                                  \
    const float off_ =                                                                             \
        left_.size() == 0 ? 0.0F : (left_ - right_).cwiseAbs().maxCoeff(&row_, &column_);          \
    QVERIFY2(off_ <= (TOLERANCE), qPrintable(QStringLiteral("(%1, %2): %3 is not within %4 of %5") \
                                                 .arg(row_)                                        \
                                                 .arg(column_)                                     \
                                                 .arg(left_(row_, column_))                        \
                                                 .arg(TOLERANCE)                                   \
                                                 .arg(right_(row_, column_))));                    \
    QVERIFY(left_.allFinite());                                                                    \
  } while (false)
