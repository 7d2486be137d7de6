#include <cmath>
#include <vector>

#include <QTest>

#include "position/dot_products.h"
#include "position/sinusoid.h"
#include "test_class.h"

namespace headscope::test_dot_products {

class TestDotProducts : public QObject {
  Q_OBJECT
 private slots:
  void literal() {
    const Matrix table{{1, 2}, {3, -1}, {0, 4}};
    QCOMPARE(dotProducts(table, 0), (std::vector<double>{5, 1, 8}));
    QCOMPARE(dotProducts(table, 1), (std::vector<double>{1, 10, -4}));
    QCOMPARE(dotProducts(table, 2), (std::vector<double>{8, -4, 16}));
  }

  void positionOutsideTheTableGivesNothing() {
    const Matrix table{{1, 2}, {3, -1}};
    QVERIFY(dotProducts(table, -1).empty());
    QVERIFY(dotProducts(table, 2).empty());
    QVERIFY(dotProducts(Matrix(0, 4), 0).empty());
  }

  void withoutDimensionsItIsZero() {
    QCOMPARE(dotProducts(Matrix(2, 0), 1), (std::vector<double>{0, 0}));
  }

  // sin a sin b + cos a cos b = cos(a - b): only the distance counts, in both layouts.
  void ofSinusoidsDependsOnTheDistanceOnly() {
    constexpr int length = 40;
    for (PositionKind kind :
         {PositionKind::sinusoidInterleaved, PositionKind::sinusoidConcatenated}) {
      const Matrix table = sinusoidTable(kind, length, 32);
      const auto columns = sinusoidColumns(kind, 32);
      for (int position : {0, 7, length - 1}) {
        const std::vector<double> products = dotProducts(table, position);
        QCOMPARE(products.size(), std::size_t{length});
        for (int other = 0; other < length; ++other) {
          double expected = 0;
          for (const SinusoidColumn& column : columns) {
            expected +=
                column.wave == Wave::sine ? std::cos(column.frequency * (other - position)) : 0;
          }
          QVERIFY(std::abs(products[static_cast<std::size_t>(other)] - expected) < 1e-5);
        }
        QVERIFY(std::abs(products[static_cast<std::size_t>(position)] - 16) < 1e-5);
      }
    }
  }
};

HEADSCOPE_TEST(TestDotProducts)

}  // namespace headscope::test_dot_products

#include "test_dot_products.moc"
