#include <cmath>
#include <limits>

#include <QPicture>
#include <QSet>
#include <QTest>

#include "render/attention_figure.h"
#include "render/heatmap_painter.h"
#include "test_class.h"

namespace headscope::test_heatmap_painter {

namespace {

const QSizeF kCanvas(828, 763);

QStringList tokens(int count) {
  QStringList result;
  for (int i = 0; i < count; ++i) {
    result << QStringLiteral("t%1").arg(i);
  }
  return result;
}

HeatmapFigure figureOf(Matrix map) {
  const TokenLabels labels{tokens(static_cast<int>(map.rows())),
                           tokens(static_cast<int>(map.cols()))};
  return attentionFigure({3, 1}, MapPyramid::fromMatrix(std::move(map)), labels);
}

struct Painted {
  HeatmapLayout layout;
  QImage image;

  QColor at(QPointF point) const {
    const QPointF pixel = point * layout.devicePixels();
    return image.pixelColor(static_cast<int>(std::floor(pixel.x())),
                            static_cast<int>(std::floor(pixel.y())));
  }
};

Painted painted(const HeatmapFigure& figure, const FigureStyle& style = {},
                const HeatmapViewport& viewport = {}, double devicePixels = 1,
                MapImageCache* cache = nullptr) {
  Painted result{HeatmapLayout(figure, kCanvas, style, viewport, devicePixels),
                 QImage((kCanvas * devicePixels).toSize(), QImage::Format_RGB32)};
  result.image.setDevicePixelRatio(devicePixels);
  result.image.fill(Qt::magenta);  // whatever is not painted is found
  QPainter painter(&result.image);
  paintHeatmap(painter, figure, result.layout, style, cache);
  return result;
}

// Away from the number in the middle and from frames and lines at the edges.
QPointF besideNumber(const Painted& p, int query, int key) {
  const QRectF cell = p.layout.cellRect(query, key);
  return {cell.center().x(), cell.top() + 5};
}

bool containsColor(const QImage& image, const QRect& part, QRgb color) {
  for (int y = part.top(); y <= part.bottom(); ++y) {
    for (int x = part.left(); x <= part.right(); ++x) {
      if (image.pixel(x, y) == color) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

class TestHeatmapPainter : public QObject {
  Q_OBJECT

  static FigureStyle styleOf(int kind) {
    FigureStyle style;
    style.theme = theme(static_cast<ThemeKind>(kind));
    return style;
  }

 private slots:
  void cellsHaveTheMapsColors_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("devicePixels");
    QTest::newRow("light") << static_cast<int>(ThemeKind::light) << 1.0;
    QTest::newRow("dark") << static_cast<int>(ThemeKind::dark) << 1.0;
    QTest::newRow("light at 2x") << static_cast<int>(ThemeKind::light) << 2.0;
    QTest::newRow("dark at 1.5x") << static_cast<int>(ThemeKind::dark) << 1.5;
  }

  void cellsHaveTheMapsColors() {
    QFETCH(int, kind);
    QFETCH(double, devicePixels);
    Matrix map = Matrix::Zero(4, 4);
    map(0, 3) = 1;
    map(2, 1) = 0.5F;
    const FigureStyle style = styleOf(kind);
    const Painted p = painted(figureOf(map), style, {}, devicePixels);
    QCOMPARE(p.at(besideNumber(p, 0, 3)).rgb(), style.colors().at(1));
    QCOMPARE(p.at(besideNumber(p, 2, 1)).rgb(), style.colors().at(0.5));
    QCOMPARE(p.at(besideNumber(p, 3, 3)), style.theme.panel);
    QCOMPARE(p.at({2, 2}), style.theme.canvas);
    QVERIFY(!containsColor(p.image, p.image.rect(), QColor(Qt::magenta).rgb()));
  }

  void numbersStandInCellsFromFivePercent() {
    Matrix map = Matrix::Zero(4, 4);
    map(1, 1) = 0.05F;
    map(2, 2) = 0.049F;
    const Painted p = painted(figureOf(map));
    const auto hasInk = [&](int query, int key) {
      const QRect inner = p.layout.cellRect(query, key).adjusted(8, 8, -8, -8).toRect();
      const QRgb ground = p.image.pixel(inner.topLeft());
      for (int y = inner.top(); y <= inner.bottom(); ++y) {
        for (int x = inner.left(); x <= inner.right(); ++x) {
          if (p.image.pixel(x, y) != ground) {
            return true;
          }
        }
      }
      return false;
    };
    QVERIFY(hasInk(1, 1));
    QVERIFY(!hasInk(2, 2));
    QVERIFY(!hasInk(0, 0));
  }

  void numbersContrastWithTheirCell() {
    Matrix map(1, 2);
    map << 1, 0.06F;
    const Painted p = painted(figureOf(map));
    const auto lightest = [&](int key) {
      const QRect inner = p.layout.cellRect(0, key).adjusted(8, 8, -8, -8).toRect();
      int most = 0;
      int least = 255;
      for (int y = inner.top(); y <= inner.bottom(); ++y) {
        for (int x = inner.left(); x <= inner.right(); ++x) {
          most = std::max(most, qGray(p.image.pixel(x, y)));
          least = std::min(least, qGray(p.image.pixel(x, y)));
        }
      }
      return std::pair(least, most);
    };
    QVERIFY(lightest(0).second > 200);  // white on the darkest cell
    QVERIFY(lightest(1).first < 90);    // dark on a light one
  }

  void theChosenRowAndCellAreFramed_data() { cellsHaveTheMapsColors_data(); }

  void theChosenRowAndCellAreFramed() {
    QFETCH(int, kind);
    QFETCH(double, devicePixels);
    const FigureStyle style = styleOf(kind);
    HeatmapFigure figure = figureOf(Matrix::Zero(6, 6));
    figure.selectedQuery = 2;
    figure.selectedKey = 4;
    const Painted p = painted(figure, style, {}, devicePixels);
    const QRectF row = p.layout.rowRect(2);
    QCOMPARE(p.at({row.left() - 0.5, row.center().y()}), style.theme.accent);
    QCOMPARE(p.at({p.layout.cellRect(2, 1).center().x(), row.top() - 0.5}), style.theme.accent);
    QCOMPARE(p.at({p.layout.cellRect(2, 1).center().x(), row.bottom() + 0.8}), style.theme.accent);
    const QRectF cell = p.layout.cellRect(2, 4);
    QCOMPARE(p.at({cell.left() - 0.5, cell.center().y()}), style.theme.warm);
    QCOMPARE(p.at({cell.center().x(), cell.top() - 0.5}), style.theme.warm);
    QCOMPARE(p.at({cell.center().x(), cell.bottom() + 0.8}), style.theme.warm);
    QVERIFY(p.at({cell.center().x(), p.layout.cellRect(4, 4).top() - 0.5}) != style.theme.warm);
  }

  void aChosenRowAloneHasNoWarmCell() {
    HeatmapFigure figure = figureOf(Matrix::Zero(6, 6));
    figure.selectedQuery = 2;
    const Painted p = painted(figure);
    QVERIFY(containsColor(p.image, p.image.rect(), FigureStyle().theme.accent.rgb()));
    QVERIFY(!containsColor(p.image, p.image.rect(), FigureStyle().theme.warm.rgb()));
  }

  // Where a pixel is several cells, a cell may have no height or width at all.
  void theChosenCellOfAVeryBigMapIsFramedWhereItIs() {
    for (const int place : {0, 1, 2, 3, 2040, 2046}) {
      HeatmapFigure figure = figureOf(Matrix::Zero(2047, 2047));
      figure.selectedQuery = place;
      figure.selectedKey = place;
      const Painted p = painted(figure);
      const QRgb warm = FigureStyle().theme.warm.rgb();
      const QRectF plot = p.layout.plot();
      const QRect around = plot.adjusted(-8, -8, 8, 8).toAlignedRect();
      QVERIFY(containsColor(p.image, around, warm));
      QVERIFY(!containsColor(p.image, QRect(0, 0, around.left(), p.image.height()), warm));
    }
  }

  void theChosenCellOfABigMapCanBeSeen() {
    HeatmapFigure figure = figureOf(Matrix::Zero(1024, 1024));
    figure.selectedQuery = 500;
    figure.selectedKey = 700;
    const Painted p = painted(figure);
    const QPoint middle = p.layout.cellRect(500, 700).center().toPoint();
    QVERIFY(containsColor(p.image, QRect(middle - QPoint(6, 6), QSize(13, 13)),
                          FigureStyle().theme.warm.rgb()));
    QVERIFY(containsColor(p.image, QRect(middle - QPoint(200, 6), QSize(13, 13)),
                          FigureStyle().theme.accent.rgb()));
  }

  void aMissingValueIsNotZero_data() {
    QTest::addColumn<int>("count");
    QTest::newRow("as a rectangle") << 8;
    QTest::newRow("in an image") << 300;
  }

  void aMissingValueIsNotZero() {
    QFETCH(int, count);
    for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
      const FigureStyle style = styleOf(static_cast<int>(kind));
      Matrix map = Matrix::Zero(count, count);
      map.rightCols(count / 2).setConstant(std::numeric_limits<float>::quiet_NaN());
      const Painted p = painted(figureOf(map), style);
      const QRectF plot = p.layout.plot();
      const QPointF missing(plot.right() - 3, plot.top() + 3);
      QCOMPARE(p.at(missing), missingColor(style.theme));
      QCOMPARE(p.at({plot.left() + 3, plot.top() + 3}), style.theme.panel);
      for (const ColorMapId id : kColorMapIds) {
        for (const QRgb color : colorMap(id, kind).table()) {
          QVERIFY(color != missingColor(style.theme).rgb());
        }
      }
    }
  }

  void paddingIsHatched_data() {
    QTest::addColumn<int>("count");
    QTest::newRow("as a rectangle") << 8;
    QTest::newRow("in an image") << 300;
  }

  void paddingIsHatched() {
    QFETCH(int, count);
    for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
      const FigureStyle style = styleOf(static_cast<int>(kind));
      HeatmapFigure figure = figureOf(Matrix::Zero(count, count));
      for (int key = count - count / 4; key < count; ++key) {
        figure.labels.paddedKeys.push_back(key);
      }
      const Painted p = painted(figure, style);
      const QRectF plot = p.layout.plot();
      const QRect padded(QPointF(plot.right() - plot.width() / 4 + 2, plot.center().y()).toPoint(),
                         QSize(20, 20));
      QSet<QRgb> colors;
      for (int y = padded.top(); y <= padded.bottom(); ++y) {
        for (int x = padded.left(); x <= padded.right(); ++x) {
          colors.insert(p.image.pixel(x, y));
        }
      }
      QVERIFY(colors.contains(missingColor(style.theme).rgb()));
      QVERIFY(colors.size() > 1);  // and lines across
      QVERIFY(!colors.contains(style.theme.panel.rgb()));
      QCOMPARE(p.at({plot.left() + 3, plot.center().y() + 3}), style.theme.panel);
    }
  }

  void oneHotCellIsSeenAtAnySize_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("query");
    QTest::addColumn<int>("key");
    for (const int count : {65, 200, 512, 777, 2048, 4096}) {
      for (const auto& [q, k] : {std::pair(0, 0), std::pair(count / 3, count / 2 + 1),
                                 std::pair(count - 1, count - 1)}) {
        QTest::addRow("%d (%d, %d)", count, q, k) << count << q << k;
      }
    }
  }

  void oneHotCellIsSeenAtAnySize() {
    QFETCH(int, count);
    QFETCH(int, query);
    QFETCH(int, key);
    Matrix map = Matrix::Zero(count, count);
    map(query, key) = 1;
    MapImageCache cache;
    const FigureStyle style;
    const HeatmapFigure figure = figureOf(std::move(map));
    for (MapImageCache* used : {static_cast<MapImageCache*>(nullptr), &cache}) {
      const Painted p = painted(figure, style, {}, 1, used);
      const QPoint middle = p.layout.cellRect(query, key).center().toPoint();
      QVERIFY(
          containsColor(p.image, QRect(middle - QPoint(3, 3), QSize(7, 7)), style.colors().at(1)));
    }
  }

  void zoomedInItShowsTheVisiblePart() {
    Matrix map = Matrix::Zero(40, 40);
    map(20, 30) = 1;
    const FigureStyle style;
    const Painted p = painted(figureOf(map), style, {8, {28, 18}});
    QCOMPARE(p.layout.visible().firstCol, 28);
    QCOMPARE(p.at(besideNumber(p, 20, 30)).rgb(), style.colors().at(1));
    QCOMPARE(p.at(besideNumber(p, 19, 29)), style.theme.panel);
  }

  void aTileShowsFullDetail() {
    // Only every second cell of a row is hot: pooled, all of the row would be.
    Matrix map = Matrix::Zero(64, 64);
    for (int key = 0; key < 64; key += 2) {
      map(10, key) = 1;
    }
    HeatmapFigure figure = figureOf(map);
    figure.tile = std::make_shared<MapTile>(MapTile{8, map.middleRows(8, 20)});
    const FigureStyle style;
    const Painted p = painted(figure, style, {8, {8, 9}});
    QCOMPARE(p.at(besideNumber(p, 10, 10)).rgb(), style.colors().at(1));
    QCOMPARE(p.at(besideNumber(p, 10, 11)), style.theme.panel);
  }

  void theScaleShowsTheMapAndTheChosenValue() {
    HeatmapFigure figure = figureOf(Matrix::Constant(6, 6, 0.25F));
    figure.selectedQuery = 1;
    figure.selectedKey = 1;
    const FigureStyle style;
    const Painted p = painted(figure, style);
    const QRectF bar = p.layout.colorBar();
    QCOMPARE(p.at({bar.left() - 3, bar.bottom() - bar.height() / 4}), style.theme.warm);
    const QColor top = p.at({bar.center().x(), bar.top() + 1});
    QVERIFY(std::abs(top.lightness() - QColor(style.colors().at(1)).lightness()) < 8);
  }

  void vectorDevicesGetNoClippedTextAndFewShapes() {
    // A picture of zeros is its background: no rectangle for each cell.
    QPicture picture;
    QPainter painter(&picture);
    const HeatmapFigure figure = figureOf(Matrix::Zero(30, 30));
    paintHeatmap(painter, figure, HeatmapLayout(figure, kCanvas, {}), {});
    painter.end();
    QVERIFY(picture.size() > 0);
    QVERIFY2(picture.size() < 60000, qPrintable(QString::number(picture.size())));
  }

  void emptyFiguresSayWhatToDo() {
    HeatmapFigure figure;
    figure.emptyText = QStringLiteral("Type a sentence");
    const Painted p = painted(figure);
    const QRect lines(200, 300, 428, 163);
    QVERIFY(p.image.copy(lines) != painted(HeatmapFigure()).image.copy(lines));
  }

  void leavesThePainterAsItWas() {
    QImage image(828, 763, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setPen(Qt::green);
    const QTransform before = painter.transform();
    const HeatmapFigure figure = figureOf(Matrix::Zero(8, 8));
    paintHeatmap(painter, figure, HeatmapLayout(figure, kCanvas, {}), {});
    QCOMPARE(painter.pen().color(), QColor(Qt::green));
    QCOMPARE(painter.transform(), before);
    QVERIFY(!painter.hasClipping());
  }
};

HEADSCOPE_TEST(TestHeatmapPainter)

}  // namespace headscope::test_heatmap_painter

#include "test_heatmap_painter.moc"
