#include <QTest>

#include "render/thumbnail.h"
#include "test_class.h"

namespace headscope::test_thumbnail {

class TestThumbnail : public QObject {
  Q_OBJECT
 private slots:
  void smallMapsFillWholePixels() {
    const ColorMap& colors = colorMap(ColorMapId::ink, ThemeKind::light);
    Matrix map(2, 2);
    map << 0, 1, .25F, 0;
    const QImage image = thumbnail(map, {6, 6}, colors, Tone::linear);
    QCOMPARE(image.size(), QSize(6, 6));
    QCOMPARE(image.pixel(0, 0), colors.at(0));
    QCOMPARE(image.pixel(3, 0), colors.at(1));
    QCOMPARE(image.pixel(5, 2), colors.at(1));
    QCOMPARE(image.pixel(2, 3), colors.at(.25));
  }

  void oneHotCellOfALargeMapStays() {
    const ColorMap& colors = colorMap(ColorMapId::ink, ThemeKind::dark);
    Matrix map = Matrix::Zero(500, 300);
    map(333, 77) = 1;
    const QImage image = thumbnail(map, {20, 20}, colors);
    int hot = 0;
    for (int y = 0; y < 20; ++y) {
      for (int x = 0; x < 20; ++x) {
        hot += image.pixel(x, y) == colors.at(1) ? 1 : 0;
      }
    }
    QCOMPARE(hot, 1);
    QCOMPARE(image.pixel(77 * 20 / 300, 333 * 20 / 500), colors.at(1));
  }

  void theRootLiftsSmallWeights() {
    const ColorMap& colors = colorMap(ColorMapId::ink, ThemeKind::light);
    const Matrix map = Matrix::Constant(4, 4, .0625F);
    QCOMPARE(thumbnail(map, {4, 4}, colors, Tone::root).pixel(0, 0), colors.at(.25));
    QCOMPARE(thumbnail(map, {4, 4}, colors, Tone::linear).pixel(0, 0), colors.at(.0625));
  }

  void nothingOfNothing() {
    const ColorMap& colors = colorMap(ColorMapId::ink, ThemeKind::light);
    QVERIFY(thumbnail(Matrix(0, 0), {4, 4}, colors).isNull());
    QVERIFY(thumbnail(Matrix::Zero(3, 3), {0, 4}, colors).isNull());
  }
};

HEADSCOPE_TEST(TestThumbnail)

}  // namespace headscope::test_thumbnail

#include "test_thumbnail.moc"
