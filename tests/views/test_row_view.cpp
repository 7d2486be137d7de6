#include <QAccessible>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "fake_source.h"
#include "test_class.h"
#include "views/row_view.h"

namespace headscope::test_row_view {

namespace {

// The weights of row 1: t0 0.1, t1 0.6, t2 0.3; of any other: the key's number.
std::shared_ptr<const FakeSource> sourceOf(int count) {
  return std::make_shared<FakeSource>(
      AttentionShape{1, 2, count, count}, [](HeadId, int query, int key) {
        constexpr float row[] = {.1F, .6F, .3F};
        return query == 1 && key < 3 ? row[key] : 0.001F * static_cast<float>(key % 100);
      });
}

QStringList tokens(int count) {
  QStringList result;
  for (int i = 0; i < count; ++i) {
    result << QStringLiteral("t%1").arg(i);
  }
  return result;
}

struct Shown {
  explicit Shown(int count) {
    selection.setBounds(AttentionShape{1, 2, count, count});
    view.resize(280, 200);
    view.setSource(sourceOf(count), {tokens(count), tokens(count)});
    view.show();
  }
  void clickLine(int line) {
    const int y = static_cast<int>((line + 0.5) * RowLayout::kLine);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {60, y});
  }

  Selection selection;
  RowView view{&selection};
};

}  // namespace

class TestRowView : public QObject {
  Q_OBJECT
 private slots:
  void showsTheChosenRowByWeight() {
    Shown s(3);
    s.selection.setCell(1, -1);
    QCOMPARE(s.view.figure().weights, (std::vector<float>{.1F, .6F, .3F}));
    QCOMPARE(s.view.figure().order, (std::vector<int>{1, 2, 0}));
    QCOMPARE(s.view.figure().selectedKey, -1);
  }

  void aKeyThatIsNotThereYetIsNoneChosen() {
    Shown s(3);
    s.selection.setBounds(AttentionShape{1, 2, 5, 5});  // of a source that is on its way
    s.selection.setCell(1, 4);
    QCOMPARE(s.view.figure().selectedKey, -1);
    QVERIFY(s.view.accessibleName().contains(QStringLiteral("strongest key")));
  }

  void theHeadingIsInCapitalsButNotItsToken() {
    Shown s(3);
    s.selection.setCell(1, -1);
    QCOMPARE(s.view.findChild<QLabel*>()->text(), QStringLiteral("“t1” LOOKS AT"));
  }

  void theOrderCanBeTheTexts() {
    Shown s(3);
    s.selection.setCell(1, 2);
    QSignalSpy changed(&s.view, &RowView::orderChanged);
    QToolButton* asTyped = nullptr;
    for (QToolButton* button : s.view.findChildren<QToolButton*>()) {
      asTyped = button->isChecked() ? asTyped : button;
    }
    QVERIFY(asTyped != nullptr);
    QTest::mouseClick(asTyped, Qt::LeftButton);
    QCOMPARE(s.view.order(), RowOrder::inText);
    QCOMPARE(s.view.figure().order, (std::vector<int>{0, 1, 2}));
    QCOMPARE(changed.size(), 1);
    s.view.setOrder(RowOrder::byWeight);
    QVERIFY(!asTyped->isChecked());
  }

  void clickChoosesAKey() {
    Shown s(3);
    s.selection.setCell(1, -1);
    s.clickLine(1);
    QCOMPARE(s.selection.key(), 2);
    QCOMPARE(s.selection.query(), 1);
    s.clickLine(0);
    QCOMPARE(s.selection.key(), 1);
    QTest::mouseClick(s.view.viewport(), Qt::LeftButton, {}, {60, 150});  // below the last line
    QCOMPARE(s.selection.key(), 1);
  }

  void keysWalkInTheOrderShown() {
    Shown s(3);
    s.selection.setCell(1, -1);
    QTest::keyClick(&s.view, Qt::Key_Down);
    QCOMPARE(s.selection.key(), 1);
    QTest::keyClick(&s.view, Qt::Key_Down);
    QCOMPARE(s.selection.key(), 2);
    QTest::keyClick(&s.view, Qt::Key_End);
    QCOMPARE(s.selection.key(), 0);
    QTest::keyClick(&s.view, Qt::Key_Down);
    QCOMPARE(s.selection.key(), 0);
    QTest::keyClick(&s.view, Qt::Key_Up);
    QCOMPARE(s.selection.key(), 2);
    QTest::keyClick(&s.view, Qt::Key_Home);
    QCOMPARE(s.selection.key(), 1);
  }

  void scrollsToTheChosenKey() {
    Shown s(60);
    s.view.setOrder(RowOrder::inText);
    s.selection.setCell(0, 0);
    QCOMPARE(s.view.verticalScrollBar()->value(), 0);
    QVERIFY(s.view.verticalScrollBar()->maximum() > 0);
    s.selection.setCell(0, 59);
    QCOMPARE(s.view.verticalScrollBar()->value(), s.view.verticalScrollBar()->maximum());
    s.clickLine(0);  // the first line in sight is not key 0
    QVERIFY(s.selection.key() > 40);
  }

  void saysTheSelectionInWords() {
    Shown s(3);
    QAccessible::setActive(true);
    s.selection.setCell(1, 2);
    QCOMPARE(QAccessible::queryAccessibleInterface(&s.view)->text(QAccessible::Name),
             QStringLiteral("query t1, key t2, weight 0.300, L0·H0"));
    s.selection.setCell(1, -1);
    QCOMPARE(QAccessible::queryAccessibleInterface(&s.view)->text(QAccessible::Name),
             QStringLiteral("query t1, strongest key t1, weight 0.600, L0·H0"));
  }

  void anotherSourceOfFewerTokens() {
    Shown s(3);
    s.selection.setCell(2, 2);
    s.view.setSource(sourceOf(2), {tokens(2), tokens(2)});  // before the session set the bounds
    QVERIFY(s.view.figure().order.empty());
    s.selection.setBounds(AttentionShape{1, 2, 2, 2});
    QCOMPARE(s.view.figure().order.size(), std::size_t{2});
    s.view.setSource(nullptr, {});
    QVERIFY(s.view.figure().order.empty());
    s.view.grab();
  }

  void aFileHoldsAllOfTheRow() {
    Shown s(60);
    s.selection.setCell(0, 0);
    QCOMPARE(s.view.figureSize(400), QSizeF(400, 61 * RowLayout::kLine));
    QImage image(400, static_cast<int>(61 * RowLayout::kLine), QImage::Format_RGB32);
    QPainter painter(&image);
    s.view.figurePaint()(painter, QSizeF(image.size()));
    painter.end();
    QCOMPARE(image.pixelColor(1, image.height() - 2), FigureStyle().theme.panel);
  }
};

HEADSCOPE_TEST(TestRowView)

}  // namespace headscope::test_row_view

#include "test_row_view.moc"
