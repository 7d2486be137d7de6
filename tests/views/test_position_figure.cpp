#include <QAccessible>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include "position/dot_products.h"
#include "render/color_map.h"
#include "test_class.h"
#include "views/positions_driver.h"

namespace headscope::test_position_figure {

// The three plots on the screen: colours, values, mouse and keys.
class TestPositionFigure : public QObject {
  Q_OBJECT
 private slots:
  void theFigureIsAChart();
  void mapHasTheColoursOfTheValues();
  void curvesAndProductsHaveTheValues();
  void aClickChoosesACell();
  void aClickAmongTheCurvesChoosesAPosition();
  void keysMoveTheCell();
  void zoomsAndShowsAllAgain();
  void theOtherLayoutKeepsTheZoom();
  void themesColourEverything();
  void narrowAndWideFit();
};

void TestPositionFigure::theFigureIsAChart() {
  QAccessible::setActive(true);
  PositionsView view;
  QAccessibleInterface* figure = QAccessible::queryAccessibleInterface(view.figure());
  QCOMPARE(figure->role(), QAccessible::Chart);
  QCOMPARE(figure->text(QAccessible::Name), view.words());
}

void TestPositionFigure::mapHasTheColoursOfTheValues() {
  PositionsView view;
  open(view);
  view.setTable(learnedTable(), {});
  view.setCell(0, 0);
  settle();
  const QImage screen = view.figure()->grab().toImage();
  const ColorMap& colors = colorMap(ColorMapId::inkSigned, ThemeKind::light);
  const ValueRange range{.low = -1, .high = 1};
  for (int p = 1; p < 6; ++p) {
    for (int d = 1; d < 5; ++d) {
      // Off the middle, where the number stands.
      const QPoint point = view.figure()->cellCentre(p, d) - QPoint(30, 0);
      const double value = static_cast<double>((*view.table().values)(p, d));
      QCOMPARE(QColor(screen.pixel(point)), QColor(colors.at(range.position(value))));
    }
  }
}

void TestPositionFigure::curvesAndProductsHaveTheValues() {
  PositionsView view;
  view.setSinusoid(kHalves, 30, 16);
  view.setCurves({3});
  view.setCell(7, 9);
  const Matrix& values = *view.table().values;
  const auto graphWithin = [&view](const QCPAxisRect* rect, int count, double at, double value) {
    for (int i = 0; i < view.figure()->graphCount(); ++i) {
      const QCPGraph* graph = view.figure()->graph(i);
      if (graph->keyAxis()->axisRect() != rect || graph->data()->size() != count) {
        continue;
      }
      const auto point = graph->data()->findBegin(at, false);
      if (point != graph->data()->constEnd() && point->key == at && point->value == value) {
        return true;
      }
    }
    return false;
  };
  const QCPAxisRect* curves = view.figure()->curvesRect();
  for (int p = 0; p < 30; ++p) {
    QVERIFY(graphWithin(curves, 30, p, static_cast<double>(values(p, 9))));
    QVERIFY(graphWithin(curves, 30, p, static_cast<double>(values(p, 3))));
  }
  const QCPAxisRect* products = view.figure()->productsRect();
  for (int position : {0, 7, 29}) {
    const std::vector<double> expected = dotProducts(values, position);
    for (int j = 0; j < 30; ++j) {
      QVERIFY(graphWithin(products, 30, j - position, expected[static_cast<std::size_t>(j)]));
    }
  }
}

void TestPositionFigure::aClickChoosesACell() {
  PositionsView view;
  open(view);
  view.setSinusoid(kInterleaved, 10, 12);
  QSignalSpy changed(&view, &PositionsView::cellChanged);
  clickCell(view, 2, 7);
  QCOMPARE(view.position(), 2);
  QCOMPARE(view.dimension(), 7);
  QCOMPARE(changed.size(), 1);
  QCOMPARE(changed.last(), (QList<QVariant>{2, 7}));
  QCOMPARE(field(view, "position")->value(), 2);
  QCOMPARE(field(view, "dimension")->value(), 7);
  clickCell(view, 9, 0);
  QCOMPARE(view.position(), 9);
  QCOMPARE(view.dimension(), 0);
  clickCell(view, 0, 11);
  QCOMPARE(view.position(), 0);
  QCOMPARE(view.dimension(), 11);
}

void TestPositionFigure::aClickAmongTheCurvesChoosesAPosition() {
  PositionsView view;
  open(view);
  view.setSinusoid(kInterleaved, 10, 12);
  view.setCell(1, 5);
  settle();
  const QCPAxisRect* curves = view.figure()->curvesRect();
  const double x = curves->axis(QCPAxis::atBottom)->coordToPixel(8);
  QTest::mouseClick(view.figure(), Qt::LeftButton, {}, QPoint(qRound(x), curves->center().y()));
  QCOMPARE(view.position(), 8);
  QCOMPARE(view.dimension(), 5);
}

void TestPositionFigure::keysMoveTheCell() {
  PositionsView view;
  view.setSinusoid(kInterleaved, 30, 12);
  view.setCell(15, 5);
  PositionFigure* figure = view.figure();
  const auto press = [&](Qt::Key key, int position, int dimension,
                         Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(figure, key, modifiers);
    QCOMPARE(view.position(), position);
    QCOMPARE(view.dimension(), dimension);
  };
  press(Qt::Key_Down, 16, 5);
  press(Qt::Key_Up, 15, 5);
  press(Qt::Key_Right, 15, 6);
  press(Qt::Key_Left, 15, 5);
  press(Qt::Key_PageDown, 25, 5);
  press(Qt::Key_PageDown, 29, 5);
  press(Qt::Key_PageUp, 19, 5);
  press(Qt::Key_Home, 19, 0);
  press(Qt::Key_Left, 19, 0);
  press(Qt::Key_End, 19, 11);
  press(Qt::Key_Home, 0, 0, Qt::ControlModifier);
  press(Qt::Key_Up, 0, 0);
  press(Qt::Key_End, 29, 11, Qt::ControlModifier);
  press(Qt::Key_Down, 29, 11);
}

void TestPositionFigure::zoomsAndShowsAllAgain() {
  PositionsView view;
  open(view);
  view.setSinusoid(kInterleaved, 100, 64);
  view.setCell(50, 32);
  settle();
  const QCPAxis* positions = view.figure()->mapRect()->axis(QCPAxis::atLeft);
  const QCPAxis* dimensions = view.figure()->mapRect()->axis(QCPAxis::atBottom);
  const QCPAxis* curves = view.figure()->curvesRect()->axis(QCPAxis::atBottom);
  QCOMPARE(positions->range(), QCPRange(-0.5, 99.5));
  QCOMPARE(dimensions->range(), QCPRange(-0.5, 63.5));

  const QPointF middle(view.figure()->mapRect()->center());
  QWheelEvent wheel(middle, view.figure()->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, {},
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(view.figure(), &wheel);
  QVERIFY(positions->range().size() < 90);
  QVERIFY(dimensions->range().size() < 60);
  QCOMPARE(curves->range(), positions->range());  // linked

  // Dragging to the left by 40 pixels shows later dimensions, and chooses nothing.
  settle();
  const QCPRange before = dimensions->range();
  const QPoint start = middle.toPoint();
  QTest::mousePress(view.figure(), Qt::LeftButton, {}, start);
  QTest::mouseMove(view.figure(), start - QPoint(20, 0));
  QTest::mouseMove(view.figure(), start - QPoint(40, 0));
  QTest::mouseRelease(view.figure(), Qt::LeftButton, {}, start - QPoint(40, 0));
  QVERIFY(dimensions->range().lower > before.lower);
  QCOMPARE(view.dimension(), 32);

  QTest::mouseDClick(view.figure(), Qt::LeftButton, {}, start);
  QCOMPARE(positions->range(), QCPRange(-0.5, 99.5));
  QCOMPARE(dimensions->range(), QCPRange(-0.5, 63.5));

  for (int i = 0; i < 40; ++i) {
    QTest::keyClick(view.figure(), Qt::Key_Plus);
  }
  QVERIFY(dimensions->range().size() >= 2);
  QVERIFY(dimensions->range().contains(view.dimension()));
  QVERIFY(positions->range().contains(view.position()));
  QTest::keyClick(view.figure(), Qt::Key_PageDown);  // the zoomed map follows
  QVERIFY(positions->range().contains(view.position()));
  for (int i = 0; i < 60; ++i) {
    QTest::keyClick(view.figure(), Qt::Key_Minus);
  }
  QCOMPARE(positions->range(), QCPRange(-0.5, 99.5));
  QTest::keyClick(view.figure(), Qt::Key_Plus);
  QTest::keyClick(view.figure(), Qt::Key_0);
  QCOMPARE(dimensions->range(), QCPRange(-0.5, 63.5));
}

void TestPositionFigure::theOtherLayoutKeepsTheZoom() {
  PositionsView view;
  view.setSinusoid(kInterleaved, 100, 64);
  view.figure()->zoom(2);
  const QCPRange zoomed = view.figure()->mapRect()->axis(QCPAxis::atLeft)->range();
  view.chooseKind(kHalves);
  QCOMPARE(view.figure()->mapRect()->axis(QCPAxis::atLeft)->range(), zoomed);
  view.chooseSize(50, 64);
  QCOMPARE(view.figure()->mapRect()->axis(QCPAxis::atLeft)->range(), QCPRange(-0.5, 49.5));
}

void TestPositionFigure::themesColourEverything() {
  PositionsView view;
  open(view);
  view.setTable(learnedTable(), {});
  view.setCell(0, 0);
  for (ThemeKind kind : {ThemeKind::dark, ThemeKind::light}) {
    view.setTheme(theme(kind));
    settle();
    const QImage screen = view.figure()->grab().toImage();
    QCOMPARE(QColor(screen.pixel(2, screen.height() - 3)), theme(kind).canvas);
    const double value = static_cast<double>((*view.table().values)(2, 3));
    const ValueRange range{.low = -1, .high = 1};
    QCOMPARE(QColor(screen.pixel(view.figure()->cellCentre(2, 3) - QPoint(30, 0))),
             QColor(colorMap(ColorMapId::inkSigned, kind).at(range.position(value))));
  }
}

void TestPositionFigure::narrowAndWideFit() {
  PositionsView view;
  open(view, {1200, 900});
  for (QSize size : {QSize(560, 480), QSize(1200, 900), QSize(760, 700)}) {
    view.resize(size);
    settle();
    const QRect inside = view.figure()->rect();
    for (const QCPAxisRect* rect :
         {view.figure()->mapRect(), view.figure()->curvesRect(), view.figure()->productsRect()}) {
      QVERIFY(inside.contains(rect->rect()));
      QVERIFY(rect->width() >= 150);
      QVERIFY(rect->height() >= 60);
    }
    QCOMPARE(view.figure()->mapRect()->left(), view.figure()->curvesRect()->left());
  }
}

HEADSCOPE_TEST(TestPositionFigure)

}  // namespace headscope::test_position_figure

#include "test_position_figure.moc"
