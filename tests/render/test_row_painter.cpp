#include <cmath>

#include <QTest>

#include "render/row_painter.h"
#include "test_class.h"

namespace headscope::test_row_painter {

namespace {

RowFigure figureOf(std::vector<float> weights) {
  RowFigure figure;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    figure.keys << QString(QChar(static_cast<char16_t>(u'a' + i)));
  }
  figure.weights = std::move(weights);
  figure.order = rowOrder(figure.weights, RowOrder::byWeight);
  return figure;
}

QImage painted(const RowFigure& figure, const RowLayout& layout, const FigureStyle& style) {
  QImage image(300, static_cast<int>(layout.height()), QImage::Format_RGB32);
  image.fill(style.theme.panel);
  QPainter painter(&image);
  paintRow(painter, figure, layout, style, image.rect());
  return image;
}

}  // namespace

class TestRowPainter : public QObject {
  Q_OBJECT
 private slots:
  void ordersKeys() {
    const std::vector<float> weights = {.1F, .5F, std::nanf(""), .1F, .3F};
    QCOMPARE(rowOrder(weights, RowOrder::byWeight), (std::vector<int>{1, 4, 0, 3, 2}));
    QCOMPARE(rowOrder(weights, RowOrder::inText), (std::vector<int>{0, 1, 2, 3, 4}));
  }

  void fullBarHoldsTheGreatestWeight_data() {
    QTest::addColumn<float>("greatest");
    QTest::addColumn<double>("full");
    QTest::newRow(".677") << .677F << 1.0;
    QTest::newRow(".5") << .5F << .5;
    QTest::newRow(".21") << .21F << .5;
    QTest::newRow(".06") << .06F << .1;
    QTest::newRow(".003") << .003F << .005;
    QTest::newRow("0") << 0.0F << .001;
    QTest::newRow("2") << 2.0F << 1.0;
  }

  void fullBarHoldsTheGreatestWeight() {
    QFETCH(float, greatest);
    QFETCH(double, full);
    const RowLayout layout(figureOf({0, greatest}), 300, {});
    QCOMPARE(layout.fullBar(), full);
  }

  void geometry() {
    RowFigure figure = figureOf({.8F, .2F, 0});
    const RowLayout layout(figure, 300, {});
    QCOMPARE(layout.height(), 3 * RowLayout::kLine);
    QCOMPARE(layout.positionAt(-1), -1);
    QCOMPARE(layout.positionAt(0), 0);
    QCOMPARE(layout.positionAt(RowLayout::kLine + 1), 1);
    QCOMPARE(layout.positionAt(3 * RowLayout::kLine), -1);
    QCOMPARE(layout.bar(0, .8).width(), 4 * layout.bar(1, .2).width());
    QVERIFY(layout.bar(0, 1).right() < layout.numberEnd());
    QVERIFY(layout.label(0).right() < layout.bar(0, 1).left());
    figure.title = QStringLiteral("title");
    QCOMPARE(RowLayout(figure, 300, {}).height(), 4 * RowLayout::kLine);
  }

  void paintsBarsInTheAccent() {
    for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
      FigureStyle style;
      style.theme = theme(kind);
      const RowFigure figure = figureOf({.2F, .8F});
      const RowLayout layout(figure, 300, style);
      const QImage image = painted(figure, layout, style);
      const QPointF inside = layout.bar(0, .8).center();
      QCOMPARE(image.pixelColor(inside.toPoint()), style.theme.accent);
      // The second bar is a quarter as long.
      const QPointF beyond(layout.bar(1, .2).right() + 4, layout.bar(1, .2).center().y());
      QCOMPARE(image.pixelColor(beyond.toPoint()), style.theme.panel);
    }
  }

  void theChosenKeyIsMarked() {
    FigureStyle style;
    RowFigure figure = figureOf({.2F, .8F});
    figure.selectedKey = 0;
    const RowLayout layout(figure, 300, style);
    const QImage image = painted(figure, layout, style);
    QCOMPARE(image.pixelColor(150, static_cast<int>(layout.line(1).top()) + 3),
             style.theme.accentSoft);
    QCOMPARE(image.pixelColor(150, static_cast<int>(layout.line(0).top()) + 3), style.theme.panel);
  }
};

HEADSCOPE_TEST(TestRowPainter)

}  // namespace headscope::test_row_painter

#include "test_row_painter.moc"
