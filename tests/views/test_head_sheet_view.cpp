#include <QHelpEvent>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolTip>

#include "test_class.h"
#include "views/head_sheet_driver.h"

namespace headscope::test_head_sheet_view {

class TestHeadSheetView : public QObject {
  Q_OBJECT
 private slots:
  void isAGridWithMeans();
  void sortedItIsAFlow();
  void aRoleFilters();
  void aRoleAndAMeasure();
  void measuresThatNoHeadHasCannotBeChosen();
  void aRoleThatNoHeadHasAnyMore();
  void keysMoveInTheGrid();
  void keysMoveInTheFlow();
  void aClickChooses();
  void returnAndADoubleClickOpen();
  void itFollowsTheSelection();
  void whileHeadsAreMeasuredTheyStay();
  void cardsOfAnotherAttention();
  void anotherShape();
  void nothingToShow();
  void hintsSayAll();
};

void TestHeadSheetView::isAGridWithMeans() {
  ShownSheet s;
  QCOMPARE(s.names(), (QStringList{"L0·H0", "L0·H1", "L0·H2", "mean", "L1·H0", "L1·H1", "L1·H2",
                                   "mean", "mean", "mean", "mean", "mean"}));
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::grid);
  QCOMPARE(s.view.header()->caption(),
           QStringLiteral("6 heads, their means over heads at the right and over layers below"));
  QCOMPARE(s.view.figure().chosen, 0);
  QCOMPARE(s.view.figure().cards[6].label, QStringLiteral("induction"));
  QCOMPARE(s.view.figure().cards[6].labelScore, QStringLiteral("0.66"));
  QCOMPARE(s.name(), QStringLiteral("L0·H0; layer 1 of 2, head 1 of 3"));
  QCOMPARE(QAccessible::queryAccessibleInterface(s.view.plot())->role(), QAccessible::Chart);
}

void TestHeadSheetView::sortedItIsAFlow() {
  ShownSheet s;
  s.choose(s.view.header()->sortField(), QStringLiteral("previous token"));
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::flow);
  QCOMPARE(s.names(), (QStringList{"L1·H2", "L1·H1", "L1·H0", "L0·H2", "L0·H1", "L0·H0"}));
  QCOMPARE(s.view.figure().cards[0].value, QStringLiteral("0.60"));
  QCOMPARE(s.view.figure().cards[5].value, QStringLiteral("0.10"));
  QCOMPARE(s.view.header()->caption(),
           QStringLiteral("6 heads, by previous token, the highest first"));
  QCOMPARE(s.view.figure().chosen, 5);
  QCOMPARE(s.name(), QStringLiteral("L0·H0, previous token 0.10; 6 of 6"));
  s.choose(s.view.header()->sortField(), QStringLiteral("entropy"));
  QCOMPARE(s.names().first(), QStringLiteral("L0·H0"));
  QCOMPARE(s.view.figure().cards[1].value, QStringLiteral("0.50"));
  s.choose(s.view.header()->sortField(), QStringLiteral("as in the model"));
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::grid);
}

void TestHeadSheetView::aRoleFilters() {
  ShownSheet s;
  ChoiceField* field = s.view.header()->showField();
  QStringList entries;
  for (int i = 0; i < field->count(); ++i) {
    entries << field->itemText(i);
  }
  QCOMPARE(entries, (QStringList{"all heads", "previous token (1)", "induction (2)"}));
  s.choose(field, QStringLiteral("induction (2)"));
  QCOMPARE(s.names(), (QStringList{"L0·H1", "L1·H2"}));
  QCOMPARE(s.view.figure().cards[0].value, QStringLiteral("0.45"));
  QCOMPARE(s.view.figure().cards[1].value, QStringLiteral("0.66"));
  QCOMPARE(s.view.figure().cards[1].label, QStringLiteral("previous token"));
  QCOMPARE(s.view.header()->caption(), QStringLiteral("2 of 6 heads: induction"));
  // The chosen head is not among them: a key goes to the first that is.
  QCOMPARE(s.view.figure().chosen, -1);
  QCOMPARE(s.name(), QStringLiteral("L0·H0 is not among the heads that are shown"));
  s.press(Qt::Key_Right);
  QCOMPARE(s.selection.head(), (HeadId{0, 1}));
  s.press(Qt::Key_Right);
  QCOMPARE(s.selection.head(), (HeadId{1, 2}));
}

void TestHeadSheetView::aRoleAndAMeasure() {
  ShownSheet s;
  s.choose(s.view.header()->showField(), QStringLiteral("induction (2)"));
  s.choose(s.view.header()->sortField(), QStringLiteral("previous token"));
  QCOMPARE(s.names(), (QStringList{"L1·H2", "L0·H1"}));
  QCOMPARE(s.view.figure().cards[0].value, QStringLiteral("0.60"));
  QCOMPARE(s.view.figure().cards[0].label, QStringLiteral("induction"));
  QCOMPARE(s.view.figure().cards[0].labelScore, QStringLiteral("0.66"));
  QCOMPARE(s.view.header()->caption(),
           QStringLiteral("2 of 6 heads: induction, by previous token, the highest first"));
}

void TestHeadSheetView::measuresThatNoHeadHasCannotBeChosen() {
  ShownSheet s;
  ChoiceField* field = s.view.header()->sortField();
  const auto* entries = qobject_cast<QStandardItemModel*>(field->model());
  const int induction = field->findText(QStringLiteral("induction"));
  QVERIFY(!entries->item(induction)->isEnabled());
  std::vector<DealtCard> cards = stripeCards(2, 3);
  cards[0].card.repetition = RepetitionMeasures{.induction = .3, .duplicate = .1};
  s.view.setCards(cards);
  QVERIFY(entries->item(induction)->isEnabled());
  s.choose(field, QStringLiteral("induction"));
  QCOMPARE(s.view.figure().cards[0].value, QStringLiteral("0.30"));
  QVERIFY(s.view.figure().cards[1].value.isEmpty());
}

void TestHeadSheetView::aRoleThatNoHeadHasAnyMore() {
  ShownSheet s;
  s.choose(s.view.header()->showField(), QStringLiteral("induction (2)"));
  std::vector<DealtCard> cards = stripeCards(2, 3);
  for (DealtCard& card : cards) {
    card.labels.clear();
  }
  s.view.setCards(cards);
  QCOMPARE(s.view.header()->showField()->currentText(), QStringLiteral("induction (0)"));
  QVERIFY(s.view.figure().cards.empty());
  QCOMPARE(s.name(), QStringLiteral("No head has earned “induction” on this text."));
  s.press(Qt::Key_Right);  // goes nowhere
  QCOMPARE(s.selection.head(), (HeadId{0, 0}));
  s.view.setCards(stripeCards(2, 3));
  QCOMPARE(s.view.header()->showField()->currentText(), QStringLiteral("induction (2)"));
  QCOMPARE(s.names().size(), 2);
}

void TestHeadSheetView::keysMoveInTheGrid() {
  ShownSheet s(4, 3);
  const auto after = [&s](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    s.press(key, modifiers);
    return s.selection.head();
  };
  QCOMPARE(after(Qt::Key_Right), (HeadId{0, 1}));
  QCOMPARE(after(Qt::Key_Down), (HeadId{1, 1}));
  QCOMPARE(after(Qt::Key_End), (HeadId{1, 2}));
  QCOMPARE(after(Qt::Key_Right), (HeadId{1, 2}));  // the mean is no head
  QCOMPARE(after(Qt::Key_Left), (HeadId{1, 1}));
  QCOMPARE(after(Qt::Key_Home), (HeadId{1, 0}));
  QCOMPARE(after(Qt::Key_End, Qt::ControlModifier), (HeadId{3, 2}));
  QCOMPARE(after(Qt::Key_Up), (HeadId{2, 2}));
  QCOMPARE(after(Qt::Key_Home, Qt::ControlModifier), (HeadId{0, 0}));
  QCOMPARE(after(Qt::Key_PageDown).head, 0);
  QVERIFY(s.selection.head().layer > 0);
  QCOMPARE(after(Qt::Key_PageUp), (HeadId{0, 0}));
  QCOMPARE(s.view.figure().chosen, 0);
}

void TestHeadSheetView::keysMoveInTheFlow() {
  ShownSheet s(4, 6);
  s.view.setOrder({.sort = HeadMeasure::previous, .role = {}});
  s.press(Qt::Key_Home);
  QCOMPARE(s.selection.head(), (HeadId{3, 5}));
  const int columns = s.view.plot()->figureLayout().columns();
  s.press(Qt::Key_Down);
  QCOMPARE(s.view.figure().chosen, columns);
  s.press(Qt::Key_Left);  // back into the line above
  QCOMPARE(s.view.figure().chosen, columns - 1);
  s.press(Qt::Key_End);
  QCOMPARE(s.selection.head(), (HeadId{0, 0}));
}

void TestHeadSheetView::aClickChooses() {
  ShownSheet s;
  s.click({1, 1});
  QCOMPARE(s.selection.head(), (HeadId{1, 1}));
  s.click({0, 3});  // the mean
  QCOMPARE(s.selection.head(), (HeadId{1, 1}));
  s.click({2, 0});  // that over the layers
  QCOMPARE(s.selection.head(), (HeadId{1, 1}));
  s.view.setOrder({.sort = HeadMeasure::previous, .role = {}});
  s.click({0, 2});
  QCOMPARE(s.selection.head(), (HeadId{0, 2}));
}

void TestHeadSheetView::returnAndADoubleClickOpen() {
  ShownSheet s;
  QSignalSpy opened(&s.view, &HeadSheetView::opened);
  s.press(Qt::Key_Down);
  s.press(Qt::Key_Return);
  QCOMPARE(opened.count(), 1);
  QCOMPARE(opened.takeFirst().front().value<HeadId>(), (HeadId{1, 0}));
  QTest::mouseDClick(s.view.plot()->viewport(), Qt::LeftButton, {}, s.centreOf({0, 2}));
  QCOMPARE(opened.count(), 1);
  QCOMPARE(opened.takeFirst().front().value<HeadId>(), (HeadId{0, 2}));
  QCOMPARE(s.selection.head(), (HeadId{0, 2}));
  QTest::mouseDClick(s.view.plot()->viewport(), Qt::LeftButton, {}, s.centreOf({0, 3}));
  QCOMPARE(opened.count(), 0);
}

void TestHeadSheetView::itFollowsTheSelection() {
  ShownSheet s;
  s.selection.setHead({1, 2});
  QCOMPARE(s.view.figure().chosen, 6);
  QCOMPARE(s.name(),
           QStringLiteral("L1·H2, induction 0.66, previous token 0.60; layer 2 of 2, head 3 of 3"));
}

void TestHeadSheetView::whileHeadsAreMeasuredTheyStay() {
  ShownSheet s;
  s.choose(s.view.header()->sortField(), QStringLiteral("previous token"));
  const QStringList before = s.names();
  s.view.setCardsMissing(CardsMissing::notYet);
  QCOMPARE(s.names(), before);
  QVERIFY(!s.view.header()->sortField()->isEnabled());
  QCOMPARE(s.view.header()->sortField()->toolTip(), QStringLiteral("The heads are being measured"));
  std::vector<DealtCard> cards = stripeCards(2, 3);
  cards[0].card.text.previous = .9;
  s.view.setCards(cards);
  QCOMPARE(s.names().first(), QStringLiteral("L0·H0"));
  QVERIFY(s.view.header()->sortField()->isEnabled());
}

void TestHeadSheetView::cardsOfAnotherAttention() {
  ShownSheet s;
  s.choose(s.view.header()->sortField(), QStringLiteral("entropy"));
  s.view.setCardsMissing(CardsMissing::elsewhere);
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::grid);
  for (ChoiceField* field : {s.view.header()->sortField(), s.view.header()->showField()}) {
    QVERIFY(!field->isEnabled());
    QVERIFY(field->toolTip().contains(QStringLiteral("encoder")));
  }
  QCOMPARE(s.view.header()->sortField()->currentText(), QStringLiteral("as in the model"));
  s.view.setCards(stripeCards(2, 3));  // back to the encoder
  QCOMPARE(s.view.header()->sortField()->currentText(), QStringLiteral("entropy"));
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::flow);
}

void TestHeadSheetView::anotherShape() {
  ShownSheet s(4, 6);
  s.view.setOrder({.sort = HeadMeasure::previous, .role = {}});
  const auto source = stripesOf(1, 2);
  s.selection.setBounds(source->shape());
  s.view.setSource(source);
  // The cards are of other heads.
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::grid);
  QCOMPARE(s.names(), (QStringList{"L0·H0", "L0·H1", "mean"}));
  QVERIFY(s.settle());
  QVERIFY(!s.view.figure().cards[2].picture.isNull());
}

void TestHeadSheetView::nothingToShow() {
  ShownSheet s;
  s.view.setSource(nullptr);
  QVERIFY(s.view.figure().cards.empty());
  QCOMPARE(s.view.header()->caption(), QString());
  QCOMPARE(s.name(), QStringLiteral("Type a sentence to see where each head looks."));
  s.press(Qt::Key_Down);
  s.press(Qt::Key_Plus);
  s.view.setSource(stripesOf(2, 3));
  QCOMPARE(s.names().size(), 12);
}

void TestHeadSheetView::hintsSayAll() {
  ShownSheet s(2, 3, {480, 700});
  s.view.setOrder({.sort = HeadMeasure::entropy, .role = {}});
  const auto hintAt = [&s](QPoint at) {
    QHelpEvent help(QEvent::ToolTip, at, s.view.plot()->viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(s.view.plot()->viewport(), &help);
    return QToolTip::text();
  };
  QCOMPARE(hintAt(s.centreOf({1, 2})),
           QStringLiteral("L1·H2\nentropy 0.17\ninduction 0.66\nprevious token 0.60"));
  s.view.setOrder({});
  QCOMPARE(hintAt(s.centreOf({1, 3})), QStringLiteral("mean of the heads of layer 1"));
  QCOMPARE(hintAt(s.centreOf({2, 1})), QStringLiteral("mean of head 1 over the layers"));
  QCOMPARE(hintAt(s.centreOf({2, 3})), QStringLiteral("mean of all heads"));
}

HEADSCOPE_TEST(TestHeadSheetView)

}  // namespace headscope::test_head_sheet_view

#include "test_head_sheet_view.moc"
