#include <utility>

#include <QAccessible>
#include <QApplication>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "fake_source.h"
#include "test_class.h"
#include "theme/theme.h"
#include "views/heatmap_view.h"

namespace headscope::test_heatmap_view {

namespace {

QStringList tokens(int count) {
  QStringList result;
  for (int i = 0; i < count; ++i) {
    result << QStringLiteral("t%1").arg(i);
  }
  return result;
}

// 0.9 on (2, 5), 0.8 on (2, 1), 0.7 on (6, 5); 0.1 elsewhere.
std::shared_ptr<const FakeSource> sourceOf(int count) {
  return std::make_shared<FakeSource>(AttentionShape{2, 3, count, count},
                                      [](HeadId head, int query, int key) {
                                        if (query == 2 && key == 5) {
                                          return head == HeadId{0, 0} ? 0.9F : 0.4F;
                                        }
                                        if (query == 2 && key == 1) {
                                          return 0.8F;
                                        }
                                        return query == 6 && key == 5 ? 0.7F : 0.1F;
                                      });
}

struct Shown {
  explicit Shown(int count = 10) {
    view.resize(700, 600);
    show(sourceOf(count), count);
    view.show();
  }
  void show(std::shared_ptr<const AttentionSource> source, int count) {
    selection.setBounds(source ? source->shape() : AttentionShape{});
    view.setSource(std::move(source), {tokens(count), tokens(count)});
  }
  QPoint cell(int query, int key) const {
    return view.figureLayout().cellRect(query, key).center().toPoint();
  }
  void click(QPoint point) { QTest::mouseClick(&view, Qt::LeftButton, {}, point); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(&view, key, modifiers);
  }
  void wheel(QPoint point, int notches, Qt::KeyboardModifiers modifiers = {}) {
    QWheelEvent event(point, view.mapToGlobal(point), {}, {0, 120 * notches}, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&view, &event);
  }
  QString name() const {
    return QAccessible::queryAccessibleInterface(const_cast<HeatmapView*>(&view))
        ->text(QAccessible::Name);
  }

  // Query and key.
  std::pair<int, int> chosen() const { return {selection.query(), selection.key()}; }

  Selection selection;
  HeatmapView view{&selection};
};

}  // namespace

class TestHeatmapView : public QObject {
  Q_OBJECT
 private slots:
  void clickChoosesACell() {
    Shown s;
    s.click(s.cell(3, 7));
    QCOMPARE(s.chosen(), std::pair(3, 7));
    QCOMPARE(s.view.figure().selectedQuery, 3);
    QCOMPARE(s.view.figure().selectedKey, 7);
  }

  void clickOnALabelChoosesItsRowOrColumn() {
    Shown s;
    s.click({static_cast<int>(s.view.figureLayout().plot().left()) - 15, s.cell(4, 0).y()});
    QCOMPARE(s.chosen(), std::pair(4, -1));
    s.click({s.cell(0, 6).x(), static_cast<int>(s.view.figureLayout().plot().top()) - 12});
    QCOMPARE(s.chosen(), std::pair(4, 6));
    s.click({2, 2});
    QCOMPARE(s.chosen(), std::pair(4, 6));
  }

  void dragChoosesWhatIsUnderIt() {
    Shown s;
    QTest::mousePress(&s.view, Qt::LeftButton, {}, s.cell(1, 1));
    QTest::mouseMove(&s.view, s.cell(2, 3));
    QCOMPARE(s.chosen(), std::pair(2, 3));
    QTest::mouseRelease(&s.view, Qt::LeftButton, {}, s.cell(2, 3));
    QTest::mouseMove(&s.view, s.cell(5, 5));
    QCOMPARE(s.chosen(), std::pair(2, 3));
  }

  void arrowsMoveTheCell() {
    Shown s;
    s.selection.setCell(4, 4);
    s.press(Qt::Key_Right);
    QCOMPARE(s.chosen(), std::pair(4, 5));
    s.press(Qt::Key_Down);
    QCOMPARE(s.chosen(), std::pair(5, 5));
    s.press(Qt::Key_Left);
    s.press(Qt::Key_Up);
    QCOMPARE(s.chosen(), std::pair(4, 4));
    s.press(Qt::Key_Home);
    QCOMPARE(s.chosen(), std::pair(4, 0));
    s.press(Qt::Key_Left);
    QCOMPARE(s.chosen(), std::pair(4, 0));
    s.press(Qt::Key_End);
    QCOMPARE(s.chosen(), std::pair(4, 9));
    s.press(Qt::Key_PageDown);
    QCOMPARE(s.chosen(), std::pair(9, 9));
    s.press(Qt::Key_PageUp);
    QCOMPARE(s.chosen(), std::pair(0, 9));
    s.press(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(s.chosen(), std::pair(9, 9));
    s.press(Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(s.chosen(), std::pair(0, 9));
  }

  void outOfAChosenRowTheArrowsEnterIt() {
    Shown s;
    s.selection.setCell(4, -1);
    s.press(Qt::Key_Down);
    QCOMPARE(s.chosen(), std::pair(5, -1));
    s.press(Qt::Key_Right);
    QCOMPARE(s.chosen(), std::pair(5, 0));
    s.press(Qt::Key_Escape);
    QCOMPARE(s.chosen(), std::pair(5, -1));
    s.press(Qt::Key_Left);
    QCOMPARE(s.chosen(), std::pair(5, 9));
  }

  void controlJumpsToTheStrongest() {
    Shown s;
    s.selection.setCell(2, 3);
    s.press(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(s.chosen(), std::pair(2, 5));
    s.press(Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(s.chosen(), std::pair(2, 1));
    s.press(Qt::Key_Return);
    QCOMPARE(s.chosen(), std::pair(2, 5));
    s.press(Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(s.chosen(), std::pair(6, 5));
    s.press(Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(s.chosen(), std::pair(2, 5));
    s.selection.setCell(2, -1);
    s.press(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(s.chosen(), std::pair(2, 5));
    s.selection.setCell(2, 9);
    s.press(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(s.chosen(), std::pair(2, 9));
  }

  void keysZoom() {
    Shown s(40);
    QSignalSpy changed(&s.view, &HeatmapView::viewportChanged);
    s.press(Qt::Key_Plus);
    QVERIFY(s.view.viewport().zoom > 1);
    s.press(Qt::Key_Minus);
    QCOMPARE(s.view.viewport().zoom, 1.0);
    s.press(Qt::Key_Plus);
    s.press(Qt::Key_0);
    QCOMPARE(s.view.viewport(), HeatmapViewport());
    QCOMPARE(changed.size(), 4);
  }

  void theWheelZoomsWithControlAndPansZoomed() {
    Shown s(40);
    const QPoint point = s.cell(10, 20);
    const QPointF before = s.view.figureLayout().cellAt(point);
    s.wheel(point, 3, Qt::ControlModifier);
    QVERIFY(s.view.viewport().zoom > 1.5);
    const QPointF after = s.view.figureLayout().cellAt(point);
    QVERIFY((after - before).manhattanLength() < 1e-6);
    const QPointF origin = s.view.viewport().origin;
    s.wheel(point, -1);
    QVERIFY(s.view.viewport().origin.y() > origin.y());
    QCOMPARE(s.view.viewport().origin.x(), origin.x());
    s.wheel(point, -1, Qt::ShiftModifier);
    QVERIFY(s.view.viewport().origin.x() > origin.x());
  }

  void theWheelOfAnUnzoomedMapIsThePages() {
    Shown s(40);
    const QPoint point = s.cell(10, 20);
    QWheelEvent event(point, s.view.mapToGlobal(point), {}, {0, 120}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&s.view, &event);
    QVERIFY(!event.isAccepted());
    QCOMPARE(s.view.viewport().zoom, 1.0);
  }

  void dragPansAZoomedMapAndClickStillChooses() {
    Shown s(40);
    s.selection.setCell(0, 0);
    s.view.setViewport({4, {10, 10}});
    const QPoint start = s.cell(15, 15);
    QTest::mousePress(&s.view, Qt::LeftButton, {}, start);
    QTest::mouseMove(&s.view, start + QPoint(-40, -60));
    QTest::mouseRelease(&s.view, Qt::LeftButton, {}, start + QPoint(-40, -60));
    QVERIFY(s.view.viewport().origin.x() > 10);
    QVERIFY(s.view.viewport().origin.y() > s.view.viewport().origin.x());
    QCOMPARE(s.chosen(), std::pair(0, 0));
    s.click(s.cell(16, 17));
    QCOMPARE(s.chosen(), std::pair(16, 17));
    QTest::mouseDClick(&s.view, Qt::LeftButton, {}, s.cell(16, 17));
    QCOMPARE(s.view.viewport(), HeatmapViewport());
  }

  void theChosenCellIsBroughtIntoView() {
    Shown s(40);
    s.view.setViewport({4, {0, 0}});
    s.selection.setCell(39, 39);
    QCOMPARE(s.view.viewport().origin, QPointF(30, 30));
    const CellRange visible = s.view.figureLayout().visible();
    QCOMPARE(visible.lastRow, 39);
  }

  void followsTheSelection() {
    Shown s;
    s.selection.setCell(2, 5);
    QCOMPARE(s.view.figure().title, QStringLiteral("L0·H0"));
    s.selection.setHead({1, 2});
    QCOMPARE(s.view.figure().title, QStringLiteral("L1·H2"));
    QCOMPARE(s.view.figure().map->level(0)(2, 5), 0.4F);
    QCOMPARE(s.view.figure().selectedKey, 5);
  }

  void saysTheSelectionInWords() {
    Shown s;
    QAccessible::setActive(true);
    s.selection.setCell(2, 5);
    QCOMPARE(s.name(), QStringLiteral("query t2, key t5, weight 0.900, L0·H0"));
    s.selection.setHead({1, 0});
    QCOMPARE(s.name(), QStringLiteral("query t2, key t5, weight 0.400, L1·H0"));
    s.selection.setCell(2, -1);
    QCOMPARE(s.name(), QStringLiteral("query t2, strongest key t1, weight 0.800, L1·H0"));
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&s.view);
    QCOMPARE(accessible->role(), QAccessible::Chart);
    QVERIFY(accessible->text(QAccessible::Description).contains(QStringLiteral("queries")));
    s.show(nullptr, 0);
    QVERIFY(s.name().contains(QStringLiteral("sentence")));
  }

  void withoutTokensItSaysWhatToDo() {
    Shown s;
    s.show(nullptr, 0);
    QVERIFY(s.view.figure().map == nullptr);
    QVERIFY(!s.view.figure().emptyText.isEmpty());
    const QImage friendly = s.view.grab().toImage();
    s.view.setEmptyText(QString());
    QVERIFY(s.view.grab().toImage() != friendly);
    s.press(Qt::Key_Right);
    s.press(Qt::Key_Return);
    s.press(Qt::Key_Plus);
    s.click({300, 300});
    QCOMPARE(s.chosen(), std::pair(-1, -1));
    s.show(sourceOf(0), 0);
    QVERIFY(s.view.figure().map == nullptr);
  }

  void tellsHowLongPaintingTook() {
    Shown s;
    QSignalSpy painted(&s.view, &HeatmapView::painted);
    s.view.grab();
    QVERIFY(!painted.isEmpty());
    QVERIFY(painted[0][0].toDouble() > 0);
  }

  void paintsTheTheme() {
    Shown s;
    for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
      FigureStyle style;
      style.theme = theme(kind);
      s.view.setFigureStyle(style);
      const QImage image = s.view.grab().toImage();
      QCOMPARE(image.pixelColor(2, 2), style.theme.canvas);
      const QPoint hot = s.view.figureLayout().cellRect(2, 5).topLeft().toPoint() + QPoint(4, 4);
      QCOMPARE(image.pixel(hot), style.colors().at(0.9F));
    }
  }

  void keyboardFocusIsSeen() {
    Shown s;
    s.view.activateWindow();
    const QImage without = s.view.grab().toImage();
    QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
    QApplication::sendEvent(&s.view, &byTab);
    const QImage with = s.view.grab().toImage();
    const QPointF corner = s.view.figureLayout().plot().topLeft();
    QCOMPARE(with.pixelColor((corner - QPointF(4, -30)).toPoint()), FigureStyle().theme.accent);
    QVERIFY(without.pixelColor((corner - QPointF(4, -30)).toPoint()) != FigureStyle().theme.accent);
    QFocusEvent byMouse(QEvent::FocusIn, Qt::MouseFocusReason);
    QApplication::sendEvent(&s.view, &byMouse);
    QCOMPARE(s.view.grab().toImage(), without);
  }

  void bigMapsAreComputedAside() {
    Shown s;
    s.selection.setCell(1, 1);
    s.show(sourceOf(700), 700);
    QVERIFY(s.view.isComputing());
    QCOMPARE(s.view.figure().rows(), 10);  // whole as it was: map, labels and name
    QCOMPARE(s.view.figure().labels.keys.size(), 10);
    QTRY_VERIFY(!s.view.isComputing());
    QCOMPARE(s.view.figure().rows(), 700);
    QCOMPARE(s.view.figure().labels.keys.size(), 700);
    s.click(s.cell(650, 300));
    QVERIFY(std::abs(s.selection.query() - 650) <= 1);  // cells are smaller than a pixel
    s.show(sourceOf(10), 10);
    QVERIFY(!s.view.isComputing());
    QCOMPARE(s.view.figure().rows(), 10);
  }

  void hugeMapsShowFullDetailWhenZoomed() {
    Shown s;
    const auto source = std::make_shared<FakeSource>(
        AttentionShape{1, 1, 3000, 3000},
        [](HeadId, int query, int key) { return query == key ? 1.0F : 0.0F; });
    s.show(source, 3000);
    QTRY_VERIFY_WITH_TIMEOUT(!s.view.isComputing(), 20000);
    QCOMPARE(s.view.figure().map->finestLevel(), 1);
    s.view.setViewport({120, {1500, 1500}});
    QTRY_VERIFY(s.view.figure().tile != nullptr);
    QCOMPARE(s.view.figureLayout().detailLevel(), 0);
    const QImage image = s.view.grab().toImage();
    const QPoint on = s.view.figureLayout().cellRect(1502, 1502).topLeft().toPoint();
    const QPoint off = s.view.figureLayout().cellRect(1502, 1503).topLeft().toPoint();
    QCOMPARE(image.pixel(on + QPoint(4, 4)), FigureStyle().colors().at(1));
    QCOMPARE(image.pixel(off + QPoint(4, 4)), FigureStyle().theme.panel.rgb());
  }

  void theFigureCanBePaintedWithoutTheView() {
    std::function<void(QPainter&, QSizeF)> paint;
    {
      Shown s;
      s.selection.setCell(2, 5);
      paint = s.view.figurePaint();
    }
    QImage image(500, 500, QImage::Format_RGB32);
    QPainter painter(&image);
    paint(painter, QSizeF(500, 500));
    painter.end();
    bool warm = false;
    for (int y = 0; y < 500; ++y) {
      for (int x = 0; x < 500; ++x) {
        warm = warm || image.pixelColor(x, y) == FigureStyle().theme.warm;
      }
    }
    QVERIFY(warm);
  }
};

HEADSCOPE_TEST(TestHeatmapView)

}  // namespace headscope::test_heatmap_view

#include "test_heatmap_view.moc"
