#include <limits>

#include <QTest>

#include "test_class.h"
#include "views/position_map.h"

namespace headscope::test_position_map {

namespace {

constexpr QRgb kMissing = 0xff00ff00;
constexpr ValueRange kRange{.low = -1, .high = 1};

const ColorMap& colors() {
  return colorMap(ColorMapId::inkSigned, ThemeKind::light);
}

QRgb colorOf(double value) {
  return colors().at(kRange.position(value));
}

QImage imageOf(const Matrix& values, QSize size) {
  const TableWindow all{.left = 0,
                        .top = 0,
                        .right = static_cast<double>(values.cols()),
                        .bottom = static_cast<double>(values.rows())};
  return averagedImage(values, all, size, colors(), kRange, kMissing);
}

}  // namespace

class TestPositionMap : public QObject {
  Q_OBJECT
 private slots:
  void aPixelForACell() {
    const Matrix values{{-1, 0, 1}, {0.5F, -0.25F, 0.75F}};
    const QImage image = imageOf(values, {3, 2});
    QCOMPARE(image.size(), QSize(3, 2));
    for (int r = 0; r < 2; ++r) {
      for (int c = 0; c < 3; ++c) {
        QCOMPARE(image.pixel(c, r), colorOf(static_cast<double>(values(r, c))));
      }
    }
  }

  void wholePixelsForACell() {
    const Matrix values{{-1, 1}, {0.5F, 0}};
    const QImage image = imageOf(values, {6, 8});
    for (int y = 0; y < 8; ++y) {
      for (int x = 0; x < 6; ++x) {
        QCOMPARE(image.pixel(x, y), colorOf(static_cast<double>(values(y / 4, x / 3))));
      }
    }
  }

  // Alternating columns on half as many pixels: their mean, not one of them.
  void severalCellsForAPixel() {
    Matrix values(4, 8);
    for (Index r = 0; r < 4; ++r) {
      for (Index c = 0; c < 8; ++c) {
        values(r, c) = c % 2 == 0 ? 1.0F : 0.5F;
      }
    }
    const QImage image = imageOf(values, {4, 2});
    for (int y = 0; y < 2; ++y) {
      for (int x = 0; x < 4; ++x) {
        QCOMPARE(image.pixel(x, y), colorOf(0.75));
      }
    }
  }

  // Three cells on two pixels: each has a whole cell and half of the middle one.
  void partsOfCellsCountByArea() {
    const QImage image = imageOf(Matrix{{-1, 0.5F, 1}}, {2, 1});
    QCOMPARE(image.pixel(0, 0), colorOf((-1 + 0.5 * 0.5) / 1.5));
    QCOMPARE(image.pixel(1, 0), colorOf((1 + 0.5 * 0.5) / 1.5));
  }

  void aWindowBetweenCells() {
    const Matrix values{{-1, -0.5F, 0, 0.5F}, {1, 1, 1, 1}};
    const TableWindow window{.left = 1, .top = 0, .right = 3, .bottom = 1};
    const QImage image = averagedImage(values, window, {2, 3}, colors(), kRange, kMissing);
    for (int y = 0; y < 3; ++y) {
      QCOMPARE(image.pixel(0, y), colorOf(-0.5));
      QCOMPARE(image.pixel(1, y), colorOf(0));
    }
  }

  void valuesOutOfTheRangeHaveItsEndsColour() {
    const QImage image = imageOf(Matrix{{-7, 7}}, {2, 1});
    QCOMPARE(image.pixel(0, 0), colorOf(-1));
    QCOMPARE(image.pixel(1, 0), colorOf(1));
  }

  void missingValues() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    const Matrix values{{nan, 1, infinity, -1, nan, nan}};
    const QImage cells = imageOf(values, {6, 1});
    QCOMPARE(cells.pixel(0, 0), kMissing);
    QCOMPARE(cells.pixel(1, 0), colorOf(1));
    QCOMPARE(cells.pixel(2, 0), kMissing);
    const QImage thirds = imageOf(values, {2, 1});
    QCOMPARE(thirds.pixel(0, 0), kMissing);  // one of three is present
    QCOMPARE(thirds.pixel(1, 0), kMissing);
    // Of 4 cells 3 present: their mean.
    QCOMPARE(imageOf(Matrix{{nan, 1, 0.5F, 0.75F}}, {1, 1}).pixel(0, 0), colorOf(0.75));
  }
};

HEADSCOPE_TEST(TestPositionMap)

}  // namespace headscope::test_position_map

#include "test_position_map.moc"
