#include <cmath>
#include <limits>
#include <utility>

#include <QAccessible>
#include <QApplication>
#include <QBuffer>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QSvgGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "export/exporter.h"
#include "position/dot_products.h"
#include "render/color_map.h"
#include "views/positions_view.h"

using namespace headscope;

namespace {

constexpr PositionKind kNone = PositionKind::none;
constexpr PositionKind kInterleaved = PositionKind::sinusoidInterleaved;
constexpr PositionKind kHalves = PositionKind::sinusoidConcatenated;
constexpr PositionKind kLearned = PositionKind::learned;

// Cells of 0, ±1/8 … so that colours can be told apart and sums are exact.
Matrix learnedTable(Index length = 6, Index width = 5) {
  Matrix values(length, width);
  for (Index r = 0; r < length; ++r) {
    for (Index c = 0; c < width; ++c) {
      values(r, c) = static_cast<float>((3 * r + 5 * c) % 17 - 8) / 8;
    }
  }
  return values;
}

// Replots wait for the event loop.
void settle() {
  for (int i = 0; i < 3; ++i) {
    QCoreApplication::processEvents();
  }
}

QSpinBox* field(const PositionsView& view, const char* name) {
  for (QSpinBox* box : view.findChildren<QSpinBox*>()) {
    if (box->accessibleName() == QLatin1String(name)) {
      return box;
    }
  }
  return nullptr;
}

QToolButton* button(const PositionsView& view, const char* text) {
  for (QToolButton* candidate : view.findChildren<QToolButton*>()) {
    if (candidate->text() == QLatin1String(text)) {
      return candidate;
    }
  }
  return nullptr;
}

QByteArray svgOf(const std::function<void(QPainter&, QSizeF)>& paint, QSize size) {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(), size));
  QPainter painter(&generator);
  paint(painter, size);
  painter.end();
  return buffer.data();
}

QStringList textsOf(const QByteArray& svg) {
  QStringList texts;
  const QRegularExpression text(QStringLiteral("<text[^>]*>([^<]*)</text>"));
  auto matches = text.globalMatch(QString::fromUtf8(svg));
  while (matches.hasNext()) {
    texts << matches.next().captured(1);
  }
  return texts;
}

// The first picture in an SVG file: the map.
QImage imageIn(const QByteArray& svg) {
  const QByteArray start = "data:image/png;base64,";
  const qsizetype begin = svg.indexOf(start) + start.size();
  return QImage::fromData(QByteArray::fromBase64(svg.mid(begin, svg.indexOf('"', begin) - begin)));
}

}  // namespace

class TestPositionsView : public QObject {
  Q_OBJECT

  // Shown, because only then it has a layout and focus.
  static void open(PositionsView& view, QSize size = {760, 700}) {
    view.resize(size);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    settle();
  }

  static void clickCell(PositionsView& view, int position, int dimension,
                        Qt::KeyboardModifiers modifiers = {}) {
    settle();
    QTest::mouseClick(view.figure(), Qt::LeftButton, modifiers,
                      view.figure()->cellCentre(position, dimension));
    settle();
  }

 private slots:
  void theFigureIsAChart() {
    QAccessible::setActive(true);
    PositionsView view;
    QAccessibleInterface* figure = QAccessible::queryAccessibleInterface(view.figure());
    QCOMPARE(figure->role(), QAccessible::Chart);
    QCOMPARE(figure->text(QAccessible::Name), view.words());
  }

  void showsTheTablesOfTheCore() {
    PositionsView view;
    QVERIFY(view.kind() == kInterleaved);
    QVERIFY(*view.table().values == sinusoidTable(kInterleaved, 50, 512));
    view.setSinusoid(kHalves, 20, 64);
    QVERIFY(view.kind() == kHalves);
    QVERIFY(*view.table().values == sinusoidTable(kHalves, 20, 64));
    const Matrix learned = learnedTable();
    view.setTable(learned, QStringLiteral("tiny"));
    QVERIFY(view.kind() == kLearned);
    QVERIFY(*view.table().values == learned);
    QCOMPARE(view.table().title, QStringLiteral("tiny"));
  }

  void mapHasTheColoursOfTheValues() {
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

  void curvesAndProductsHaveTheValues() {
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

  void aClickChoosesACell() {
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

  void aClickAmongTheCurvesChoosesAPosition() {
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

  void keysMoveTheCell() {
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

  void fieldsMoveTheCell() {
    PositionsView view;
    view.setSinusoid(kInterleaved, 30, 12);
    field(view, "position")->setValue(21);
    field(view, "dimension")->setValue(4);
    QCOMPARE(view.position(), 21);
    QCOMPARE(view.dimension(), 4);
    QCOMPARE(field(view, "position")->maximum(), 29);
    QCOMPARE(field(view, "dimension")->maximum(), 11);
  }

  void selectionIsClamped() {
    PositionsView view;
    view.setSinusoid(kInterleaved, 10, 12);
    view.setCell(99, -4);
    QCOMPARE(view.position(), 9);
    QCOMPARE(view.dimension(), 0);
  }

  void wordsSayWhatIsChosen() {
    PositionsView view;
    view.setSinusoid(kInterleaved, 51, 4);
    view.setCell(50, 0);
    const QString words = QStringLiteral(
        "Position 50, dimension 0: \u22120.262. "
        "sine · repeats every 6.28 positions · its cosine is dimension 1");
    QCOMPARE(view.words(), words);
    QCOMPARE(view.figure()->accessibleName(), words);
  }

  void curvesAreKeptAndDropped() {
    PositionsView view;
    open(view);
    view.setSinusoid(kInterleaved, 10, 12);
    view.setCurves({0});
    clickCell(view, 3, 6, Qt::ControlModifier);
    QCOMPARE(view.curves(), (std::vector<int>{0, 6}));
    QVERIFY(button(view, "keep curve 6")->isChecked());
    QTest::keyClick(view.figure(), Qt::Key_Right);
    QVERIFY(!button(view, "keep curve 7")->isChecked());
    QTest::keyClick(view.figure(), Qt::Key_Space);
    QCOMPARE(view.curves(), (std::vector<int>{0, 6, 7}));
    button(view, "keep curve 7")->click();
    QCOMPARE(view.curves(), (std::vector<int>{0, 6}));
    view.setCurves({-1, 4, 12});
    QCOMPARE(view.curves(), (std::vector<int>{4}));
  }

  void layoutsAreSwitched() {
    PositionsView view;
    view.setSinusoid(kInterleaved, 20, 16);
    view.setCell(11, 5);
    view.setCurves({0, 2});
    QSignalSpy chosen(&view, &PositionsView::kindChosen);
    button(view, "Halves")->click();
    QVERIFY(view.kind() == kHalves);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(chosen.last().first().value<PositionKind>() == kHalves);
    QVERIFY(*view.table().values == sinusoidTable(kHalves, 20, 16));
    // The same place and the same waves: 5 is the cosine of number 2.
    QCOMPARE(view.position(), 11);
    QCOMPARE(view.dimension(), 8 + 2);
    QCOMPARE(view.curves(), (std::vector<int>{0, 1}));
    button(view, "Interleaved")->click();
    QVERIFY(view.kind() == kInterleaved);
    QCOMPARE(view.dimension(), 5);
    QCOMPARE(view.curves(), (std::vector<int>{0, 2}));
  }

  void sizesAreChosen() {
    PositionsView view;
    view.setSinusoid(kInterleaved, 20, 16);
    QSignalSpy chosen(&view, &PositionsView::sizeChosen);
    field(view, "length")->setValue(33);
    field(view, "width")->setValue(7);
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen.last(), (QList<QVariant>{33, 7}));
    QVERIFY(*view.table().values == sinusoidTable(kInterleaved, 33, 7));
    QVERIFY(view.dimension() < 7);
    view.chooseSize(0, 1 << 20);
    QCOMPARE(view.sinusoidLength(), 1);
    QCOMPARE(view.sinusoidWidth(), PositionsView::kMostDimensions);
  }

  void theSmallestTable() {
    PositionsView view;
    open(view);
    for (PositionKind kind : {kInterleaved, kHalves}) {
      view.setSinusoid(kind, 1, 1);
      settle();
      QTest::keyClick(view.figure(), Qt::Key_Down);
      QTest::keyClick(view.figure(), Qt::Key_Plus);
      settle();
      QCOMPARE(view.position(), 0);
      QCOMPARE(view.dimension(), 0);
    }
  }

  void aLearnedTableIsComparedWithSinusoids() {
    PositionsView view;
    QVERIFY(!view.hasLearned());
    QVERIFY(button(view, "Learned")->isHidden());
    QVERIFY(!view.chooseKind(kLearned));
    view.setTable(learnedTable(), QStringLiteral("tiny"));
    QVERIFY(view.hasLearned());
    QVERIFY(!button(view, "Learned")->isHidden());
    QVERIFY(!field(view, "length")->isEnabled());
    QVERIFY(!field(view, "width")->isEnabled());
    QCOMPARE(field(view, "length")->value(), 6);
    QCOMPARE(field(view, "width")->value(), 5);
    QVERIFY(view.chooseKind(kInterleaved));
    QVERIFY(*view.table().values == sinusoidTable(kInterleaved, 6, 5));
    QVERIFY(field(view, "length")->isEnabled());
    QVERIFY(view.chooseKind(kLearned));
    QVERIFY(*view.table().values == learnedTable());
    // Another model without a table: the old one is gone.
    view.setSinusoid(kHalves, 20, 64);
    QVERIFY(!view.hasLearned());
    QVERIFY(!view.chooseKind(kLearned));
    QVERIFY(view.kind() == kHalves);
  }

  void anEmptyLearnedTableIsNone() {
    PositionsView view;
    view.setTable(Matrix(0, 0), QStringLiteral("tiny"));
    QVERIFY(view.kind() == kNone);
    QVERIFY(!view.hasLearned());
  }

  void aLearnedTableMayHoldAnything() {
    PositionsView view;
    open(view);
    Matrix values = learnedTable(4, 3);
    values(0, 0) = std::numeric_limits<float>::quiet_NaN();
    values(1, 1) = std::numeric_limits<float>::infinity();
    values(2, 2) = -std::numeric_limits<float>::infinity();
    values(3, 0) = std::numeric_limits<float>::max();
    view.setTable(values, {});
    for (int p = 0; p < 4; ++p) {
      for (int d = 0; d < 3; ++d) {
        view.setCell(p, d);
        settle();
      }
    }
    view.setCell(1, 1);
    QVERIFY(view.words().contains(QStringLiteral("not a finite number")));
    view.setTable(Matrix::Constant(3, 3, std::numeric_limits<float>::quiet_NaN()), {});
    settle();
    QVERIFY(view.words().contains(QStringLiteral("no finite value")));
  }

  void noneSaysWhatItMeans() {
    PositionsView view;
    open(view);
    button(view, "None")->click();
    settle();
    QVERIFY(view.kind() == kNone);
    QVERIFY(view.table().isEmpty());
    QVERIFY(view.words().contains(QStringLiteral("cannot tell word order")));
    QCOMPARE(view.figure()->accessibleName(), view.words());
    QVERIFY(!field(view, "position")->isVisible());
    // Nothing to choose, nothing to break.
    QTest::mouseClick(view.figure(), Qt::LeftButton, {}, QPoint(200, 200));
    QTest::keyClick(view.figure(), Qt::Key_Down);
    QTest::mouseDClick(view.figure(), Qt::LeftButton, {}, QPoint(200, 200));
    view.setCell(1, 1);
    QCOMPARE(view.position(), 0);
    button(view, "Interleaved")->click();
    settle();
    QVERIFY(field(view, "position")->isVisible());
    QVERIFY(!view.table().isEmpty());
    view.setNone();
    QVERIFY(view.kind() == kNone);
  }

  void zoomsAndShowsAllAgain() {
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

  void theOtherLayoutKeepsTheZoom() {
    PositionsView view;
    view.setSinusoid(kInterleaved, 100, 64);
    view.figure()->zoom(2);
    const QCPRange zoomed = view.figure()->mapRect()->axis(QCPAxis::atLeft)->range();
    view.chooseKind(kHalves);
    QCOMPARE(view.figure()->mapRect()->axis(QCPAxis::atLeft)->range(), zoomed);
    view.chooseSize(50, 64);
    QCOMPARE(view.figure()->mapRect()->axis(QCPAxis::atLeft)->range(), QCPRange(-0.5, 49.5));
  }

  void themesColourEverything() {
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

  void narrowAndWideFit() {
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

  void anSvgHasTextsAndTheTable() {
    PositionsView view;
    view.setSinusoid(kHalves, 20, 64);
    view.setCell(10, 3);
    const QByteArray svg = svgOf(view.figurePaint(), {760, 600});
    const QStringList texts = textsOf(svg);
    for (const QString& text :
         {QStringLiteral("Sinusoid, concatenated halves"), QStringLiteral("20 × 64"),
          QStringLiteral("Position 10, dimension 3: \u22120.819"), QStringLiteral("position"),
          QStringLiteral("dimension"), QStringLiteral("distance in positions"),
          QStringLiteral("value by position"), QStringLiteral("dim 3"),
          QStringLiteral("\u22120.5")}) {
      QVERIFY2(texts.contains(text), qPrintable(text + u" in "_qs + texts.join(u" | ")));
    }
    const QImage image = imageIn(svg);
    QCOMPARE(image.width() % 64, 0);
    QCOMPARE(image.height() % 20, 0);
    const ColorMap& colors = colorMap(ColorMapId::inkSigned, ThemeKind::light);
    const ValueRange range{.low = -1, .high = 1};
    for (int p = 0; p < 20; ++p) {
      for (int d = 0; d < 64; ++d) {
        const double value = static_cast<double>((*view.table().values)(p, d));
        QCOMPARE(image.pixel(d * image.width() / 64, p * image.height() / 20),
                 colors.at(range.position(value)));
      }
    }
  }

  void aPdfHasNoLossyImage() {
    PositionsView view;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QSizeF(760, 600), QPageSize::Point));
    writer.setPageMargins({});
    writer.setResolution(72);
    QPainter painter(&writer);
    view.figurePaint()(painter, {760, 600});
    painter.end();
    QVERIFY(buffer.data().contains("/Subtype /Image"));
    QVERIFY(!buffer.data().contains("DCTDecode"));
  }

  // Whatever the scale and the device's dots per inch, the figure fills its size.
  void anImageHasTheFigureAtItsScale() {
    PositionsView view;
    view.setTable(learnedTable(), QStringLiteral("tiny"));
    view.setCell(0, 0);
    for (int scale : {1, 3}) {
      QImage image(QSize(500, 400) * scale, QImage::Format_RGB32);
      image.fill(Qt::magenta);
      image.setDotsPerMeterX(qRound(96 * scale / 0.0254));
      image.setDotsPerMeterY(qRound(96 * scale / 0.0254));
      QPainter painter(&image);
      painter.scale(scale, scale);
      view.figurePaint()(painter, {500, 400});
      painter.end();
      const QColor canvas = theme(ThemeKind::light).canvas;
      for (const QPoint& corner :
           {QPoint(1, 1), QPoint(498, 1), QPoint(1, 398), QPoint(498, 398)}) {
        QCOMPARE(QColor(image.pixel(corner * scale)), canvas);
      }
      bool hasSelection = false;
      for (int y = 0; y < image.height() && !hasSelection; ++y) {
        for (int x = 0; x < image.width() && !hasSelection; ++x) {
          hasSelection = QColor(image.pixel(x, y)) == theme(ThemeKind::light).warm;
        }
      }
      QVERIFY(hasSelection);
    }
  }

  void exportingLeavesTheScreenAlone() {
    PositionsView view;
    open(view);
    view.figure()->zoom(2);
    settle();
    const QImage before = view.grab().toImage();
    svgOf(view.figurePaint(), {300, 900});
    settle();
    QCOMPARE(view.grab().toImage(), before);
  }

  // Painting goes on after the view is gone: an export dialog may outlive a tab.
  void aPaintOutlivesItsView() {
    std::function<void(QPainter&, QSizeF)> paint;
    {
      PositionsView view;
      view.setSinusoid(kInterleaved, 7, 6);
      view.setTheme(theme(ThemeKind::dark));
      paint = view.figurePaint();
    }
    QVERIFY(textsOf(svgOf(paint, {760, 600})).contains(QStringLiteral("7 × 6")));
  }

  void noneIsPaintedToo() {
    PositionsView view;
    view.setNone();
    const QStringList texts = textsOf(svgOf(view.figurePaint(), {760, 600}));
    QVERIFY(texts.contains(QStringLiteral("No positions")));
    QVERIFY(texts.contains(QStringLiteral("Word order is invisible")));
  }

  void theExporterWritesIt() {
    PositionsView view;
    view.setSinusoid(kInterleaved, 20, 16);
    const QTemporaryDir folder;
    for (const auto& [format, start] :
         {std::pair{ExportFormat::png, "\x89PNG"}, std::pair{ExportFormat::svg, "<?xml"},
          std::pair{ExportFormat::pdf, "%PDF"}}) {
      const QString path = folder.filePath(QStringLiteral("f.") + exportSuffix(format));
      ExportOptions options;
      options.format = format;
      options.scale = 2;
      QVERIFY(exportFigure(view.figurePaint(), {760, 600}, options, path).has_value());
      QFile file(path);
      QVERIFY(file.open(QIODevice::ReadOnly));
      const QByteArray written = file.readAll();
      QVERIFY(written.startsWith(start));
      if (format == ExportFormat::png) {
        const QImage image = QImage::fromData(written);
        QCOMPARE(image.size(), QSize(1520, 1200));
        QCOMPARE(QColor(image.pixel(1517, 1197)), theme(ThemeKind::light).canvas);
      } else if (format == ExportFormat::svg) {
        QVERIFY(textsOf(written).contains(QStringLiteral("20 × 16")));
      } else {
        QVERIFY(!written.contains("DCTDecode"));
      }
    }
  }

  void theCommandLinePaintsWithoutAWindow() {
    const auto paint = [](QPainter& painter, QSizeF size) {
      paintPositions(painter, size, sinusoidPositions(kInterleaved, 20, 512),
                     theme(ThemeKind::light));
    };
    const QByteArray svg = svgOf(paint, {960, 720});
    QVERIFY(textsOf(svg).contains(QStringLiteral("20 × 512")));
    QCOMPARE(imageIn(svg).width() % 512, 0);
  }
};

QTEST_MAIN(TestPositionsView)
#include "test_positions_view.moc"
