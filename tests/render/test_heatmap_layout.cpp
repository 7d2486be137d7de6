#include <QTest>

#include "render/attention_figure.h"
#include "render/heatmap_layout.h"
#include "test_class.h"

namespace headscope::test_heatmap_layout {

namespace {

QStringList tokens(int count) {
  QStringList result;
  for (int i = 0; i < count; ++i) {
    result << QStringLiteral("token%1").arg(i);
  }
  return result;
}

HeatmapFigure figureOf(int rows, int cols) {
  return attentionFigure({3, 1}, MapPyramid::fromMatrix(Matrix::Constant(rows, cols, 0.5F)),
                         {tokens(rows), tokens(cols)});
}

const QSizeF kCanvas(828, 763);

}  // namespace

class TestHeatmapLayout : public QObject {
  Q_OBJECT
 private slots:
  void everythingLiesInside_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<QSizeF>("size");
    for (const int count : {1, 2, 16, 64, 200, 1000}) {
      for (const QSizeF size : {QSizeF(300, 300), QSizeF(412, 500), kCanvas, QSizeF(2200, 1700)}) {
        QTest::addRow("%d on %gx%g", count, size.width(), size.height()) << count << size;
      }
    }
  }

  void everythingLiesInside() {
    QFETCH(int, count);
    QFETCH(QSizeF, size);
    const HeatmapLayout layout(figureOf(count, count), size, {});
    const QRectF page(QPointF(), size);
    QVERIFY(!layout.plot().isEmpty());
    QVERIFY(page.contains(layout.plot()));
    QVERIFY(page.contains(layout.colorBar()));
    QVERIFY(!layout.plot().intersects(layout.colorBar()));
    QVERIFY(!layout.plot().intersects(layout.titleLine()));
    QVERIFY(!layout.plot().intersects(layout.subtitleLine()));
    QVERIFY(std::abs(layout.plot().width() - layout.plot().height()) <= 1);
    QVERIFY(!layout.queryLabels().empty());
    QVERIFY(!layout.keyLabels().empty());
    QVERIFY(!layout.ticks().empty());
  }

  void largeCellsLieOnWholePixels() {
    const HeatmapLayout layout(figureOf(16, 16), kCanvas, {});
    QCOMPARE(layout.cellWidth(), std::floor(layout.cellWidth()));
    for (int i = 0; i < 16; ++i) {
      const QRectF cell = layout.cellRect(i, i);
      QCOMPARE(cell, QRectF(cell.toRect()));
      QCOMPARE(cell.width(), layout.cellWidth());
    }
    // On a screen with 1.5 device pixels in a logical one, on those.
    const HeatmapLayout fine(figureOf(16, 16), kCanvas, {}, {}, 1.5);
    const double edge = fine.columnEdge(7) * 1.5;
    QVERIFY(std::abs(edge - std::round(edge)) < 1e-6);
  }

  void hitFindsWhatCellRectPaints() {
    const HeatmapLayout layout(figureOf(7, 7), kCanvas, {});
    for (int query = 0; query < 7; ++query) {
      for (int key = 0; key < 7; ++key) {
        const QRectF cell = layout.cellRect(query, key);
        const HeatmapHit expected{HeatmapHit::Part::cell, query, key};
        QCOMPARE(layout.hit(cell.center()), expected);
        QCOMPARE(layout.hit(cell.topLeft()), expected);
        QCOMPARE(layout.hit(cell.bottomRight() - QPointF(0.01, 0.01)), expected);
      }
    }
    QCOMPARE(layout.hit({0, 0}), HeatmapHit());
    QCOMPARE(layout.hit(layout.plot().bottomRight() + QPointF(1, 1)), HeatmapHit());
  }

  void hitFindsLabels() {
    const HeatmapLayout layout(figureOf(16, 16), kCanvas, {});
    QVERIFY(layout.keyLabelsRotated());
    const double y = layout.cellRect(5, 0).center().y();
    const HeatmapHit row{HeatmapHit::Part::queryLabel, 5, -1};
    QCOMPARE(layout.hit({layout.plot().left() - 20, y}), row);
    // Along a rotated label, from its foot to far up and to the right, it is the same key.
    const QPointF foot(layout.cellRect(0, 5).center().x(), layout.plot().top());
    const double angle = layout.keyLabelAngle() * 3.14159265358979 / 180;
    const HeatmapHit key{HeatmapHit::Part::keyLabel, -1, 5};
    for (const double along : {10.0, 30.0, 50.0}) {
      QCOMPARE(layout.hit(foot + along * QPointF(std::cos(angle), -std::sin(angle))), key);
    }
  }

  void shortLabelsLieFlat() {
    HeatmapFigure figure = figureOf(4, 4);
    figure.labels.keys = QStringList{QStringLiteral("我"), QStringLiteral("喜欢"),
                                     QStringLiteral("苹果"), QStringLiteral("。")};
    const HeatmapLayout layout(figure, kCanvas, {});
    QVERIFY(!layout.keyLabelsRotated());
    const HeatmapHit key{HeatmapHit::Part::keyLabel, -1, 3};
    QCOMPARE(layout.hit({layout.cellRect(0, 3).center().x(), layout.plot().top() - 15}), key);
  }

  void labelsNeverOverlap_data() { everythingLiesInside_data(); }

  void labelsNeverOverlap() {
    QFETCH(int, count);
    QFETCH(QSizeF, size);
    for (const int chosen : {-1, 0, count / 2, count - 1}) {
      HeatmapFigure figure = figureOf(count, count);
      figure.selectedQuery = figure.selectedKey = chosen;
      const HeatmapLayout layout(figure, size, {});
      bool showsChosen = chosen < 0;
      double before = -1e9;
      for (const AxisLabel& label : layout.queryLabels()) {
        QVERIFY(label.anchor.y() - before >= layout.queryLabelSize());
        before = label.anchor.y();
        showsChosen = showsChosen || label.selected;
      }
      QVERIFY(showsChosen);
      before = -1e9;
      const double lean = std::sin(layout.keyLabelAngle() * 3.14159265358979 / 180);
      for (const AxisLabel& label : layout.keyLabels()) {
        if (layout.keyLabelsRotated()) {
          QVERIFY((label.anchor.x() - before) * lean >= layout.keyLabelSize());
        }
        before = label.anchor.x();
      }
    }
  }

  void longLabelsAreElided() {
    HeatmapFigure figure = figureOf(3, 3);
    figure.labels.queries[1] = QString(400, u'w');
    figure.labels.keys[1] = QString(400, u'w');
    const HeatmapLayout layout(figure, kCanvas, {});
    QVERIFY(!layout.plot().isEmpty());
    QVERIFY(layout.plot().width() > 150);
    for (const std::vector<AxisLabel>* labels : {&layout.queryLabels(), &layout.keyLabels()}) {
      QVERIFY(labels->at(1).text.endsWith(QChar(0x2026)));
      QVERIFY(labels->at(1).text.size() < 40);
    }
    QVERIFY(layout.queryLabels()[1].anchor.x() >= 0);
  }

  void choosesTheDetailThatIsSeen() {
    // 4,096 cells on some 600 pixels: blocks of 8 are the smallest that cover one.
    const HeatmapLayout all(figureOf(4096, 4096), kCanvas, {});
    QCOMPARE(all.detailLevel(), 3);
    QVERIFY(!all.showsGrid());
    QVERIFY(!all.showsNumbers());
    const HeatmapLayout retina(figureOf(4096, 4096), kCanvas, {}, {}, 2);
    QCOMPARE(retina.detailLevel(), 2);
    const HeatmapLayout close(figureOf(4096, 4096), kCanvas, {}, {200, {1000, 2000}});
    QCOMPARE(close.detailLevel(), 0);
    QVERIFY(close.showsNumbers());
    QCOMPARE(close.visible().firstCol, 1000);
    QCOMPARE(close.visible().firstRow, 2000);
    QVERIFY(close.visible().cols() <= 22);
  }

  void numbersNeedRoom() {
    QVERIFY(HeatmapLayout(figureOf(16, 16), kCanvas, {}).showsNumbers());
    QCOMPARE(HeatmapLayout(figureOf(16, 16), kCanvas, {}).numberDecimals(), 2);
    QCOMPARE(HeatmapLayout(figureOf(3, 3), kCanvas, {}).numberDecimals(), 3);
    QVERIFY(!HeatmapLayout(figureOf(64, 64), kCanvas, {}).showsNumbers());
  }

  void zoomHoldsThePoint() {
    const HeatmapFigure figure = figureOf(100, 100);
    const HeatmapLayout layout(figure, kCanvas, {});
    const QPointF point = layout.plot().topLeft() + QPointF(200.3, 311.7);
    const QPointF before = layout.cellAt(point);
    const HeatmapLayout zoomed(figure, kCanvas, {}, layout.zoomed(3, point));
    QVERIFY(zoomed.viewport().zoom > 2.5);
    const QPointF after = zoomed.cellAt(point);
    QVERIFY(std::abs(after.x() - before.x()) < 1e-6);
    QVERIFY(std::abs(after.y() - before.y()) < 1e-6);
    QCOMPARE(HeatmapLayout(figure, kCanvas, {}, zoomed.zoomed(1e-3, point)).viewport(),
             HeatmapViewport());
  }

  void everyZoomStepMoves() {
    const HeatmapFigure figure = figureOf(40, 40);
    HeatmapViewport viewport;
    for (int i = 0; i < 5; ++i) {
      const HeatmapLayout layout(figure, kCanvas, {}, viewport);
      const HeatmapViewport next = layout.zoomed(1.01, layout.plot().center());
      QVERIFY(next.zoom > viewport.zoom);
      viewport = next;
    }
  }

  void panStopsAtTheEdges() {
    const HeatmapFigure figure = figureOf(50, 50);
    const HeatmapLayout layout(figure, kCanvas, {}, {4, {10, 10}});
    const double cell = layout.cellWidth();
    QCOMPARE(layout.panned({-2 * cell, 3 * cell}).origin, QPointF(12, 7));
    QCOMPARE(layout.panned({1e6, 1e6}).origin, QPointF(0, 0));
    QCOMPARE(layout.panned({-1e6, -1e6}).origin, QPointF(37.5, 37.5));
    QCOMPARE(HeatmapLayout(figure, kCanvas, {}).panned({100, 100}), HeatmapViewport());
  }

  void showingMovesNoMoreThanItMust() {
    const HeatmapLayout layout(figureOf(50, 50), kCanvas, {}, {5, {10, 10}});
    QCOMPARE(layout.showing(12, 13), layout.viewport());
    QCOMPARE(layout.showing(25, 3).origin, QPointF(3, 16));
    QCOMPARE(layout.showing(5, -1).origin, QPointF(10, 5));
  }

  void filesShowWholeCells() {
    const HeatmapFigure figure = figureOf(16, 16);
    const HeatmapLayout layout(figure, kCanvas, {}, {2.3, {0.5, 7.2}});
    const HeatmapViewport whole = layout.onWholeCells();
    QCOMPARE(whole.zoom, 16.0 / 7);
    QCOMPARE(whole.origin, QPointF(1, 7));
    const HeatmapLayout file(figure, kCanvas, {}, whole);
    QCOMPARE(file.visible(), (CellRange{7, 13, 1, 7}));
  }

  void scaleTicksAreRound() {
    const HeatmapLayout layout(figureOf(16, 16), kCanvas, {});
    QStringList texts;
    for (const ScaleTick& tick : layout.ticks()) {
      texts << tick.text;
    }
    QCOMPARE(texts.join(u' '), QStringLiteral("0.0 0.2 0.4 0.6 0.8 1.0"));
    QCOMPARE(layout.ticks().front().y, layout.colorBar().bottom());
    QCOMPARE(layout.ticks().back().y, layout.colorBar().top());
    QCOMPARE(niceStep(0.11), 0.2);
    QCOMPARE(niceStep(0.5), 0.5);
    QCOMPARE(niceStep(6), 10.0);
  }

  void stretchedCellsFillTheirRoom() {
    HeatmapFigure figure = figureOf(20, 128);
    figure.cells = CellShape::stretched;
    const HeatmapLayout layout(figure, kCanvas, {});
    QVERIFY(layout.cellHeight() > 3 * layout.cellWidth());
    QVERIFY(layout.plot().height() > 500);
    QVERIFY(layout.plot().width() > 500);
  }

  void noMapNoPlot() {
    HeatmapFigure empty;
    QVERIFY(HeatmapLayout(empty, kCanvas, {}).plot().isEmpty());
    QVERIFY(HeatmapLayout(figureOf(16, 16), {60, 60}, {}).plot().isEmpty());
    QVERIFY(HeatmapLayout(figureOf(16, 16), {0, 0}, {}).plot().isEmpty());
    QCOMPARE(HeatmapLayout(empty, kCanvas, {}).hit({400, 400}), HeatmapHit());
  }

  void comfortableSizeIsEnough() {
    for (const int count : {2, 16, 100, 1500}) {
      const HeatmapFigure figure = figureOf(count, count);
      const QSizeF size = HeatmapLayout::comfortableSize(figure, {});
      const HeatmapLayout layout(figure, size, {});
      QVERIFY(!layout.plot().isEmpty());
      QVERIFY(layout.detailLevel() == 0);
      if (count <= 32) {
        QVERIFY2(layout.cellWidth() >= 36, qPrintable(QString::number(layout.cellWidth())));
      }
      QVERIFY(size.width() < 3000 && size.height() < 3000);
    }
  }

  void narrowFiguresTakeTwoLines() {
    QVERIFY(!HeatmapLayout(figureOf(16, 16), kCanvas, {}).subtitleBelow());
    HeatmapFigure figure = figureOf(16, 16);
    figure.tags = QStringList{QStringLiteral("a fact"), QString(200, u'x')};
    const HeatmapLayout narrow(figure, {340, 500}, {});
    QVERIFY(narrow.subtitleBelow());
    QCOMPARE(narrow.tags().size(), std::size_t{1});
    QVERIFY(narrow.plot().top() > narrow.subtitleLine().bottom());
  }
};

HEADSCOPE_TEST(TestHeatmapLayout)

}  // namespace headscope::test_heatmap_layout

#include "test_heatmap_layout.moc"
