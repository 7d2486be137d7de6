#include <QTest>

#include "render/color_map.h"
#include "test_class.h"
#include "theme/contrast.h"

namespace headscope::test_color_map {

namespace {

double luminanceAt(const ColorMap& map, std::size_t i) {
  return relativeLuminance(QColor(map.table()[i]));
}

}  // namespace

class TestColorMap : public QObject {
  Q_OBJECT
 private slots:
  void inkFadesIntoThePanel() {
    for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
      QCOMPARE(QColor(colorMap(ColorMapId::ink, kind).at(0)), theme(kind).panel);
      QCOMPARE(QColor(colorMap(ColorMapId::inkSigned, kind).table()[127]).lightness() / 8,
               theme(kind).panel.lightness() / 8);
    }
    QCOMPARE(colorMap(ColorMapId::ink, ThemeKind::light).at(1), qRgb(0x0e, 0x0b, 0x30));
    QCOMPARE(colorMap(ColorMapId::ink, ThemeKind::dark).at(1), qRgb(0xf8, 0xfa, 0xff));
  }

  void publishedMapsHaveTheirPublishedEnds() {
    const ColorMap& viridis = colorMap(ColorMapId::viridis, ThemeKind::light);
    QCOMPARE(viridis.at(0), qRgb(0x44, 0x01, 0x54));
    QCOMPARE(viridis.at(1), qRgb(0xfd, 0xe7, 0x25));
    QCOMPARE(colorMap(ColorMapId::magma, ThemeKind::dark).at(0), qRgb(0, 0, 4));
    QCOMPARE(colorMap(ColorMapId::cividis, ThemeKind::dark).at(1), qRgb(0xfe, 0xe8, 0x38));
  }

  void luminanceIsMonotone_data() {
    QTest::addColumn<int>("id");
    QTest::addColumn<int>("kind");
    for (const ColorMapId id : kColorMapIds) {
      for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
        QTest::addRow("%s %s", qPrintable(colorMapKey(id)),
                      kind == ThemeKind::light ? "light" : "dark")
            << static_cast<int>(id) << static_cast<int>(kind);
      }
    }
  }

  void luminanceIsMonotone() {
    QFETCH(int, id);
    QFETCH(int, kind);
    const ColorMap& map = colorMap(static_cast<ColorMapId>(id), static_cast<ThemeKind>(kind));
    const bool isSigned = static_cast<ColorMapId>(id) == ColorMapId::inkSigned;
    // A signed map does one thing from its middle to both ends; rounding to 8 bits is allowed for.
    constexpr double rounding = 0.004;
    const std::size_t middle = isSigned ? 128 : 0;
    const double up = luminanceAt(map, 255) > luminanceAt(map, middle) ? 1 : -1;
    for (std::size_t i = middle + 1; i < 256; ++i) {
      QVERIFY2(up * (luminanceAt(map, i) - luminanceAt(map, i - 1)) > -rounding,
               qPrintable(QString::number(i)));
    }
    for (std::size_t i = middle; isSigned && i > 0; --i) {
      QVERIFY2(up * (luminanceAt(map, i - 1) - luminanceAt(map, i)) > -rounding,
               qPrintable(QString::number(i)));
    }
    QVERIFY(std::abs(luminanceAt(map, 255) - luminanceAt(map, middle)) > 0.4);
  }

  void signsCanBeToldApart() {
    for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
      const ColorMap& map = colorMap(ColorMapId::inkSigned, kind);
      for (const double t : {0.1, 0.3, 0.5}) {
        const QRgb negative = map.at(0.5 - t);
        const QRgb positive = map.at(0.5 + t);
        QVERIFY(qRed(negative) > qBlue(negative));
        QVERIFY(qBlue(positive) > qRed(positive));
      }
    }
  }

  void clampsAndRounds() {
    const ColorMap& map = colorMap(ColorMapId::viridis, ThemeKind::light);
    QCOMPARE(map.at(-3), map.table().front());
    QCOMPARE(map.at(7), map.table().back());
    QCOMPARE(map.at(0.5 / 255 - 1e-6), map.table()[0]);
    QCOMPARE(map.at(0.5 / 255 + 1e-6), map.table()[1]);
    QCOMPARE(ValueRange({-1, 1}).position(0.5), 0.75);
  }

  void keysNameTheMaps() {
    for (const ColorMapId id : kColorMapIds) {
      QCOMPARE(colorMapFromKey(colorMapKey(id)), id);
      QVERIFY(!colorMapName(id).isEmpty());
    }
    QCOMPARE(colorMapFromKey(QStringLiteral("no such map")), ColorMapId::ink);
  }
};

HEADSCOPE_TEST(TestColorMap)

}  // namespace headscope::test_color_map

#include "test_color_map.moc"
