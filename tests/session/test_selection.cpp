#include <QSignalSpy>
#include <QTest>

#include "session/selection.h"
#include "test_class.h"

namespace headscope::test_selection {

class TestSelection : public QObject {
  Q_OBJECT
 private slots:
  void startsWithNothing();
  void keepsToItsBounds();
  void tellsOnlyChanges();
  void keepsTheChoiceAsFarAsItFits();
  void keyMinusOneIsTheWholeRow();
  void aHeadThatIsNotKnownYetIsAwaited();
  void theLastChoiceIsTheOneThatIsAwaited();
};

const AttentionShape kShape{.layers = 6, .heads = 12, .nQuery = 16, .nKey = 16};

void TestSelection::startsWithNothing() {
  const Selection selection;
  QCOMPARE(selection.query(), -1);
  QCOMPARE(selection.key(), -1);
}

void TestSelection::keepsToItsBounds() {
  Selection selection;
  selection.setBounds(kShape);
  selection.setHead({.layer = 9, .head = -3});
  QVERIFY((selection.head() == HeadId{5, 0}));
  selection.setCell(99, 99);
  QCOMPARE(selection.query(), 15);
  QCOMPARE(selection.key(), 15);
}

void TestSelection::tellsOnlyChanges() {
  Selection selection;
  selection.setBounds(kShape);
  selection.setCell(3, 4);
  QSignalSpy cells(&selection, &Selection::cellChanged);
  QSignalSpy heads(&selection, &Selection::headChanged);
  selection.setCell(3, 4);
  selection.setHead(selection.head());
  QCOMPARE(cells.count() + heads.count(), 0);
  selection.setQuery(5);
  QCOMPARE(cells.count(), 1);
  QCOMPARE(cells.front().at(0).toInt(), 5);
  QCOMPARE(cells.front().at(1).toInt(), 4);
}

void TestSelection::keepsTheChoiceAsFarAsItFits() {
  Selection selection;
  selection.setBounds(kShape);
  selection.setHead({.layer = 3, .head = 1});
  selection.setCell(10, 2);
  selection.setBounds({.layers = 6, .heads = 12, .nQuery = 12, .nKey = 12});
  QVERIFY((selection.head() == HeadId{3, 1}));
  QCOMPARE(selection.query(), 10);
  selection.setBounds({.layers = 1, .heads = 1, .nQuery = 4, .nKey = 4});
  QVERIFY((selection.head() == HeadId{0, 0}));
  QCOMPARE(selection.query(), 3);
  QCOMPARE(selection.key(), 2);
  selection.setBounds({.layers = 1, .heads = 1});
  QCOMPARE(selection.query(), -1);
}

void TestSelection::keyMinusOneIsTheWholeRow() {
  Selection selection;
  selection.setBounds(kShape);
  selection.setCell(4, -1);
  QCOMPARE(selection.query(), 4);
  QCOMPARE(selection.key(), -1);
}

void TestSelection::aHeadThatIsNotKnownYetIsAwaited() {
  Selection selection;
  QSignalSpy heads(&selection, &Selection::headChanged);
  selection.setBounds(kShape, 3);
  selection.setHead({.layer = 3, .head = 7});
  QVERIFY((selection.head() == HeadId{0, 0}));
  QCOMPARE(heads.count(), 0);
  selection.setBounds(kShape);
  QVERIFY((selection.head() == HeadId{3, 7}));
  QCOMPARE(heads.count(), 1);
}

void TestSelection::theLastChoiceIsTheOneThatIsAwaited() {
  Selection selection;
  selection.setBounds(kShape, 3);
  selection.setHead({.layer = 5, .head = 7});
  selection.setHead({.layer = 2, .head = 4});
  QVERIFY((selection.head() == HeadId{2, 4}));
  selection.setHead({.layer = 4, .head = 1});
  selection.setHead({.layer = 2, .head = 4});  // back to where it is
  selection.setBounds(kShape);
  QVERIFY((selection.head() == HeadId{2, 4}));
}

HEADSCOPE_TEST(TestSelection)

}  // namespace headscope::test_selection

#include "test_selection.moc"
