#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "test_class.h"
#include "views/head_grid_view.h"

namespace headscope::test_head_grid_view {

namespace {

struct Shown {
  Shown(int layers, int heads, QSize size = {270, 200}) {
    model.setShape(layers, heads);
    selection.setBounds(AttentionShape{layers, heads, 4, 4});
    view.resize(size);
    view.show();
  }
  QPoint centre(int layer, int head) {
    return view.visualRect(model.indexOf({layer, head})).center();
  }

  HeadGridModel model;
  Selection selection;
  HeadGridView view{&model, &selection};
};

}  // namespace

class TestHeadGridView : public QObject {
  Q_OBJECT
 private slots:
  void clickChoosesAHead() {
    Shown s(6, 12);
    QTest::mouseClick(s.view.viewport(), Qt::LeftButton, {}, s.centre(3, 1));
    QCOMPARE(s.selection.head(), (HeadId{3, 1}));
  }

  void arrowsChooseHeads() {
    Shown s(6, 12);
    s.selection.setHead({2, 2});
    QCOMPARE(HeadGridModel::headAt(s.view.currentIndex()), (HeadId{2, 2}));
    QTest::keyClick(&s.view, Qt::Key_Right);
    QTest::keyClick(&s.view, Qt::Key_Down);
    QCOMPARE(s.selection.head(), (HeadId{3, 3}));
    QTest::keyClick(&s.view, Qt::Key_Home);
    QCOMPARE(s.selection.head(), (HeadId{3, 0}));
  }

  void showsTheSelectionWithoutChangingIt() {
    Shown s(6, 12);
    QSignalSpy changed(&s.selection, &Selection::headChanged);
    s.selection.setHead({5, 11});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(s.view.currentIndex(), s.model.indexOf({5, 11}));
  }

  void anotherModelKeepsTheChosenHead() {
    Shown s(6, 12);
    s.selection.setHead({3, 4});
    QSignalSpy changed(&s.selection, &Selection::headChanged);
    s.model.setShape(8, 8);
    QCOMPARE(s.view.currentIndex(), s.model.indexOf({3, 4}));
    QCOMPARE(changed.size(), 0);
    s.model.setShape(0, 0);
    s.view.grab();
    QCOMPARE(changed.size(), 0);
  }

  void cellsShareTheWidthAndManyScroll() {
    Shown few(6, 12);
    QCOMPARE(few.view.columnWidth(0), (270 - 28) / 12);
    QCOMPARE(few.view.rowHeight(0), few.view.columnWidth(0));
    QCOMPARE(few.view.horizontalScrollBar()->maximum(), 0);
    QCOMPARE(few.view.thumbnailSize().width(),
             qRound((few.view.columnWidth(0) - 4) * few.view.devicePixelRatioF()));
    QSignalSpy resized(&few.view, &HeadGridView::thumbnailSizeChanged);
    few.view.resize(500, 300);
    QCOMPARE(resized.size(), 1);

    Shown many(24, 32);
    QCOMPARE(many.view.columnWidth(0), HeadGridView::kSmallestCell);
    QVERIFY(many.view.horizontalScrollBar()->maximum() > 0);
    QVERIFY(many.view.verticalScrollBar()->maximum() > 0);
    many.selection.setHead({23, 31});
    QVERIFY(many.view.viewport()->rect().contains(many.centre(23, 31)));

    Shown single(1, 1);
    QCOMPARE(single.view.columnWidth(0), HeadGridView::kLargestCell);
  }

  void aScrollBarBesideTheCellsTakesItsRoomFromThem() {
    Shown low(24, 16);  // 24 rows do not fit the height
    QVERIFY(low.view.verticalScrollBar()->maximum() > 0);
    QCOMPARE(low.view.horizontalScrollBar()->maximum(), 0);
  }

  void showsThatTheKeysAreItsOwn() {
    Shown s(2, 3);
    const auto corner = [&s] { return s.view.viewport()->grab().toImage().pixelColor(0, 0); };
    QVERIFY(corner() != s.view.figureStyle().theme.accent);
    QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
    QApplication::sendEvent(&s.view, &byTab);
    QCOMPARE(corner(), s.view.figureStyle().theme.accent);
    QFocusEvent away(QEvent::FocusOut, Qt::TabFocusReason);
    QApplication::sendEvent(&s.view, &away);
    QVERIFY(corner() != s.view.figureStyle().theme.accent);
  }

  void paintsThumbnailsAndFramesTheChosen() {
    Shown s(2, 3);
    FigureStyle style;
    style.theme = theme(ThemeKind::dark);
    s.view.setFigureStyle(style);
    QImage thumbnail(s.view.thumbnailSize(), QImage::Format_RGB32);
    thumbnail.fill(Qt::green);
    s.model.setThumbnails(std::vector<QImage>(6, thumbnail));
    s.selection.setHead({1, 2});
    const QImage image = s.view.viewport()->grab().toImage();
    QCOMPARE(image.pixelColor(s.centre(0, 0)), QColor(Qt::green));
    const QRect chosen = s.view.visualRect(s.model.indexOf({1, 2}));
    QCOMPARE(image.pixelColor(chosen.left() + 1, chosen.center().y()), style.theme.accent);
    const QRect other = s.view.visualRect(s.model.indexOf({0, 1}));
    QVERIFY(image.pixelColor(other.left() + 1, other.center().y()) != style.theme.accent);
  }

  void headsHaveNamesForScreenReaders() {
    Shown s(6, 12);
    QAccessible::setActive(true);
    QAccessibleInterface* view = QAccessible::queryAccessibleInterface(&s.view);
    QVERIFY(view != nullptr);
    QVERIFY(view->tableInterface() != nullptr);
    QCOMPARE(view->tableInterface()->cellAt(3, 1)->text(QAccessible::Name),
             QStringLiteral("L3·H1"));
  }
};

HEADSCOPE_TEST(TestHeadGridView)

}  // namespace headscope::test_head_grid_view

#include "test_head_grid_view.moc"
