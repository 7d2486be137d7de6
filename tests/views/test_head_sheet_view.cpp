#include <QAccessible>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include "fake_source.h"
#include "test_class.h"
#include "views/head_sheet_view.h"

namespace headscope::test_head_sheet_view {

namespace {

// Each head looks at one key alone, at the one of its own number; L1's heads at themselves.
std::shared_ptr<const FakeSource> sourceOf(int layers, int heads, int tokens = 4) {
  return std::make_shared<FakeSource>(
      AttentionShape{layers, heads, tokens, tokens}, [tokens](HeadId head, int query, int key) {
        const int seen = head.layer == 1 ? query : head.head % tokens;
        return key == seen ? 1.0F : 0.0F;
      });
}

// Previous: .1 in L0·H0, .2 in L0·H1, … Of L0·H1 and L1·H2 induction is earned.
std::vector<DealtCard> cardsOf(int layers, int heads) {
  std::vector<DealtCard> cards;
  for (int layer = 0; layer < layers; ++layer) {
    for (int head = 0; head < heads; ++head) {
      const double step = layer * heads + head + 1;
      cards.push_back({.head = {layer, head},
                       .card = {.text = {.previous = step / 10, .entropy = 1 / step}},
                       .labels = {}});
    }
  }
  cards[1].labels = {{HeadRole::induction, .45}};
  cards[static_cast<std::size_t>(heads) + 2].labels = {{HeadRole::induction, .66},
                                                       {HeadRole::previousToken, .6}};
  return cards;
}

struct Shown {
  explicit Shown(int layers = 2, int heads = 3, QSize size = {700, 500}) {
    view.resize(size);
    view.show();
    const auto source = sourceOf(layers, heads);
    selection.setBounds(source->shape());
    view.setSource(source);
    view.setCards(cardsOf(layers, heads));
    view.setFocus();
  }
  bool settle() {
    return QTest::qWaitFor([this] { return !view.isMakingPictures(); });
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(view.plot(), key, modifiers);
  }
  void click(HeadId head) {
    QTest::mouseClick(view.plot()->viewport(), Qt::LeftButton, {}, centreOf(head));
  }
  QPoint centreOf(HeadId head) {
    for (std::size_t i = 0; i < view.figure().cards.size(); ++i) {
      if (view.figure().cards[i].id == head) {
        return view.plot()->figureLayout().picture(static_cast<int>(i)).center().toPoint();
      }
    }
    return {-1, -1};
  }
  // Steps through a field with the keyboard to the entry that reads so.
  void choose(ChoiceField* field, const QString& entry) {
    field->setFocus();
    const int wanted = field->findText(entry);
    QVERIFY2(wanted >= 0, qPrintable(entry));
    while (field->currentIndex() != wanted) {
      const int before = field->currentIndex();
      QTest::keyClick(field, before < wanted ? Qt::Key_Down : Qt::Key_Up);
      QVERIFY(field->currentIndex() != before);
    }
  }
  QStringList names() const {
    QStringList all;
    for (const HeadSheetCard& card : view.figure().cards) {
      all << card.name;
    }
    return all;
  }
  QString name() {
    return QAccessible::queryAccessibleInterface(view.plot())->text(QAccessible::Name);
  }

  Selection selection;
  HeadSheetView view{&selection};
};

}  // namespace

class TestHeadSheetView : public QObject {
  Q_OBJECT
 private slots:
  void isAGridWithMeans();
  void picturesAreOfTheMaps();
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
  void keysChangeTheSize();
  void theWheelChangesTheSize();
  void itScrollsToTheChosen();
  void otherCardsDoNotScrollIt();
  void shownItStartsAtTheLeft();
  void thePointerIsShown();
  void theOldPicturesStay();
  void hiddenItMakesNone();
  void whatIsInSightComesFirst();
  void whileHeadsAreMeasuredTheyStay();
  void cardsOfAnotherAttention();
  void anotherShape();
  void nothingToShow();
  void hintsSayAll();
  void aFileHasAllHeads();
};

void TestHeadSheetView::isAGridWithMeans() {
  Shown s;
  QCOMPARE(s.names(),
           (QStringList{"L0·H0", "L0·H1", "L0·H2", "mean", "L1·H0", "L1·H1", "L1·H2", "mean"}));
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::grid);
  QCOMPARE(s.view.header()->caption(), QStringLiteral("6 heads, and the mean of each layer"));
  QCOMPARE(s.view.figure().chosen, 0);
  QCOMPARE(s.view.figure().cards[6].label, QStringLiteral("induction"));
  QCOMPARE(s.view.figure().cards[6].labelScore, QStringLiteral("0.66"));
  QCOMPARE(s.name(), QStringLiteral("L0·H0; layer 1 of 2, head 1 of 3"));
  QCOMPARE(QAccessible::queryAccessibleInterface(s.view.plot())->role(), QAccessible::Chart);
}

void TestHeadSheetView::picturesAreOfTheMaps() {
  Shown s;
  QVERIFY(s.settle());
  const HeadSheet& sheet = s.view.figure();
  const ColorMap& colors = FigureStyle().colors();
  const int side = s.view.plot()->figureLayout().side();
  const auto cell = [&](std::size_t card, int query, int key) {
    const QImage& picture = sheet.cards[card].picture;
    return picture.pixel(side * (2 * key + 1) / 8, side * (2 * query + 1) / 8);
  };
  QCOMPARE(sheet.cards[0].picture.width(), side);
  QCOMPARE(cell(1, 2, 1), colors.at(1));  // L0·H1 looks at key 1 from everywhere
  QCOMPARE(cell(1, 2, 2), colors.at(0));
  QCOMPARE(cell(5, 2, 2), colors.at(1));  // L1·H1 at itself
  QCOMPARE(cell(5, 2, 1), colors.at(0));
  QCOMPARE(cell(3, 0, 2), colors.at(std::sqrt(1 / 3.)));  // a third of L0's heads look there
  QCOMPARE(cell(3, 0, 3), colors.at(0));
  QCOMPARE(cell(7, 1, 1), colors.at(1));
}

void TestHeadSheetView::sortedItIsAFlow() {
  Shown s;
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
  Shown s;
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
  Shown s;
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
  Shown s;
  ChoiceField* field = s.view.header()->sortField();
  const auto* entries = qobject_cast<QStandardItemModel*>(field->model());
  const int induction = field->findText(QStringLiteral("induction"));
  QVERIFY(!entries->item(induction)->isEnabled());
  std::vector<DealtCard> cards = cardsOf(2, 3);
  cards[0].card.repetition = RepetitionMeasures{.induction = .3, .duplicate = .1};
  s.view.setCards(cards);
  QVERIFY(entries->item(induction)->isEnabled());
  s.choose(field, QStringLiteral("induction"));
  QCOMPARE(s.view.figure().cards[0].value, QStringLiteral("0.30"));
  QVERIFY(s.view.figure().cards[1].value.isEmpty());
}

void TestHeadSheetView::aRoleThatNoHeadHasAnyMore() {
  Shown s;
  s.choose(s.view.header()->showField(), QStringLiteral("induction (2)"));
  std::vector<DealtCard> cards = cardsOf(2, 3);
  for (DealtCard& card : cards) {
    card.labels.clear();
  }
  s.view.setCards(cards);
  QCOMPARE(s.view.header()->showField()->currentText(), QStringLiteral("induction (0)"));
  QVERIFY(s.view.figure().cards.empty());
  QCOMPARE(s.name(), QStringLiteral("No head has earned “induction” on this text."));
  s.press(Qt::Key_Right);  // goes nowhere
  QCOMPARE(s.selection.head(), (HeadId{0, 0}));
  s.view.setCards(cardsOf(2, 3));
  QCOMPARE(s.view.header()->showField()->currentText(), QStringLiteral("induction (2)"));
  QCOMPARE(s.names().size(), 2);
}

void TestHeadSheetView::keysMoveInTheGrid() {
  Shown s(4, 3);
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
  Shown s(4, 6);
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
  Shown s;
  s.click({1, 1});
  QCOMPARE(s.selection.head(), (HeadId{1, 1}));
  s.click({0, 3});  // the mean
  QCOMPARE(s.selection.head(), (HeadId{1, 1}));
  s.view.setOrder({.sort = HeadMeasure::previous, .role = {}});
  s.click({0, 2});
  QCOMPARE(s.selection.head(), (HeadId{0, 2}));
}

void TestHeadSheetView::returnAndADoubleClickOpen() {
  Shown s;
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
  Shown s;
  s.selection.setHead({1, 2});
  QCOMPARE(s.view.figure().chosen, 6);
  QCOMPARE(s.name(),
           QStringLiteral("L1·H2, induction 0.66, previous token 0.60; layer 2 of 2, head 3 of 3"));
}

void TestHeadSheetView::keysChangeTheSize() {
  Shown s(2, 12);
  const auto side = [&s] { return s.view.plot()->figureLayout().side(); };
  const int fitted = side();
  s.press(Qt::Key_Plus);
  const int larger = side();
  QVERIFY(larger > fitted);
  s.press(Qt::Key_Equal);
  QVERIFY(side() > larger);
  QVERIFY(s.settle());
  QCOMPARE(s.view.figure().cards[0].picture.width(), side());  // made anew
  s.press(Qt::Key_Minus);
  QCOMPARE(side(), larger);
  s.press(Qt::Key_0);
  QCOMPARE(side(), fitted);
  for (int i = 0; i < 20; ++i) {
    s.press(Qt::Key_Minus);
  }
  QCOMPARE(side(), HeadSheetLayout::kLeastSide);
}

void TestHeadSheetView::theWheelChangesTheSize() {
  Shown s(2, 12);
  const auto side = [&s] { return s.view.plot()->figureLayout().side(); };
  const auto turn = [&s](int by, Qt::KeyboardModifiers modifiers) {
    const QPointF at(100, 100);
    QWheelEvent event(at, s.view.plot()->viewport()->mapToGlobal(at), {}, {0, by}, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(s.view.plot()->viewport(), &event);
  };
  const int fitted = side();
  turn(60, Qt::ControlModifier);  // half a notch
  QCOMPARE(side(), fitted);
  turn(60, Qt::ControlModifier);
  QVERIFY(side() > fitted);
  turn(-120, Qt::ControlModifier);
  QVERIFY(side() <= fitted);
  const int before = side();
  turn(-120, Qt::NoModifier);  // scrolls
  QCOMPARE(side(), before);
}

void TestHeadSheetView::itScrollsToTheChosen() {
  Shown s(48, 32);
  const auto sight = [&s] {
    const HeadSheetLayout& layout = s.view.plot()->figureLayout();
    return layout.body().contains(layout.card(s.view.figure().chosen));
  };
  s.press(Qt::Key_End, Qt::ControlModifier);
  QCOMPARE(s.selection.head(), (HeadId{47, 31}));
  QVERIFY(sight());
  QVERIFY(s.view.plot()->verticalScrollBar()->value() > 0);
  s.selection.setHead({5, 2});
  QVERIFY(sight());
  s.press(Qt::Key_Home, Qt::ControlModifier);
  QCOMPARE(s.view.plot()->verticalScrollBar()->value(), 0);
  QCOMPARE(s.view.plot()->horizontalScrollBar()->value(), 0);
}

void TestHeadSheetView::otherCardsDoNotScrollIt() {
  Shown s(48, 32);
  QScrollBar* bar = s.view.plot()->verticalScrollBar();
  bar->setValue(700);
  s.view.setCards(cardsOf(48, 32));
  QCOMPARE(bar->value(), 700);
  s.view.setSource(sourceOf(48, 32, 5));
  QVERIFY(s.settle());
  QCOMPARE(bar->value(), 700);
  // Another order starts with its highest.
  s.view.setOrder({.sort = HeadMeasure::previous, .role = {}});
  QCOMPARE(bar->value(), 0);
}

// What was chosen before it had its size does not leave it scrolled.
void TestHeadSheetView::shownItStartsAtTheLeft() {
  Selection selection;
  HeadSheetView view(&selection);
  const auto source = sourceOf(6, 12);
  selection.setBounds(source->shape());
  view.setSource(source);
  selection.setHead({3, 1});
  view.resize(480, 400);
  view.show();
  QVERIFY(view.plot()->horizontalScrollBar()->maximum() > 0);
  QCOMPARE(view.plot()->horizontalScrollBar()->value(), 0);
  view.hide();
  selection.setHead({5, 11});
  view.show();
  const HeadSheetLayout& layout = view.plot()->figureLayout();
  QVERIFY(layout.body().contains(layout.card(view.figure().chosen)));
}

void TestHeadSheetView::thePointerIsShown() {
  Shown s;
  const QPoint at = s.centreOf({1, 1});
  QMouseEvent move(QEvent::MouseMove, at, s.view.plot()->viewport()->mapToGlobal(at), Qt::NoButton,
                   Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(s.view.plot()->viewport(), &move);
  QCOMPARE(s.view.figure().hovered, 5);
  const QImage image = s.view.plot()->viewport()->grab().toImage();
  const QPoint frame = s.view.plot()->figureLayout().picture(5).topLeft().toPoint() + QPoint(5, -1);
  QCOMPARE(image.pixelColor(frame), s.view.plot()->figureStyle().theme.textQuiet);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(s.view.plot()->viewport(), &leave);
  QCOMPARE(s.view.figure().hovered, -1);
}

void TestHeadSheetView::theOldPicturesStay() {
  Shown s;
  QVERIFY(s.settle());
  const QImage before = s.view.figure().cards[1].picture;
  QVERIFY(!before.isNull());
  s.view.setSource(sourceOf(2, 3, 5));  // another text
  QCOMPARE(s.view.figure().cards[1].picture, before);
  QVERIFY(s.settle());
  QVERIFY(s.view.figure().cards[1].picture != before);
}

void TestHeadSheetView::hiddenItMakesNone() {
  Selection selection;
  HeadSheetView view(&selection);
  view.resize(600, 400);
  std::atomic<int> asked = 0;
  const auto source =
      std::make_shared<FakeSource>(AttentionShape{2, 2, 3, 3}, [&asked](HeadId, int, int) {
        ++asked;
        return .3F;
      });
  selection.setBounds(source->shape());
  view.setSource(source);
  view.setCards(cardsOf(2, 3));
  QTest::qWait(80);
  QCOMPARE(asked.load(), 0);
  view.show();
  QVERIFY(QTest::qWaitFor([&view] { return !view.isMakingPictures(); }));
  QCOMPARE(asked.load(), 2 * 2 * 9);  // each map once, though there are means
  for (const HeadSheetCard& card : view.figure().cards) {
    QVERIFY(!card.picture.isNull());
  }
}

void TestHeadSheetView::whatIsInSightComesFirst() {
  Shown s(48, 32, {500, 300});
  QVERIFY(s.settle());
  s.view.plot()->verticalScrollBar()->setValue(900);
  const std::vector<int> inSight = s.view.plot()->figureLayout().cardsInSight();
  QVERIFY(inSight.size() < 200);
  s.view.setSource(sourceOf(48, 32, 6));
  // The first that is told of is all that is in sight.
  QSignalSpy ready(s.view.findChild<HeadSheetLoader*>() != nullptr
                       ? s.view.findChild<HeadSheetLoader*>()
                       : nullptr,
                   &HeadSheetLoader::picturesReady);
  QVERIFY(ready.isValid());
  QVERIFY(ready.wait());
  std::vector<HeadId> first;
  for (const HeadPicture& made : ready.front().front().value<std::vector<HeadPicture>>()) {
    first.push_back(made.head);
  }
  QCOMPARE(first.size(), inSight.size());
  for (const int card : inSight) {
    const HeadId id = s.view.figure().cards[static_cast<std::size_t>(card)].id;
    QVERIFY(std::find(first.begin(), first.end(), id) != first.end());
  }
  QVERIFY(s.settle());
  for (const HeadSheetCard& card : s.view.figure().cards) {
    QVERIFY(!card.picture.isNull());
  }
}

void TestHeadSheetView::whileHeadsAreMeasuredTheyStay() {
  Shown s;
  s.choose(s.view.header()->sortField(), QStringLiteral("previous token"));
  const QStringList before = s.names();
  s.view.setCardsMissing(CardsMissing::notYet);
  QCOMPARE(s.names(), before);
  QVERIFY(!s.view.header()->sortField()->isEnabled());
  QCOMPARE(s.view.header()->sortField()->toolTip(), QStringLiteral("The heads are being measured"));
  std::vector<DealtCard> cards = cardsOf(2, 3);
  cards[0].card.text.previous = .9;
  s.view.setCards(cards);
  QCOMPARE(s.names().first(), QStringLiteral("L0·H0"));
  QVERIFY(s.view.header()->sortField()->isEnabled());
}

void TestHeadSheetView::cardsOfAnotherAttention() {
  Shown s;
  s.choose(s.view.header()->sortField(), QStringLiteral("entropy"));
  s.view.setCardsMissing(CardsMissing::elsewhere);
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::grid);
  for (ChoiceField* field : {s.view.header()->sortField(), s.view.header()->showField()}) {
    QVERIFY(!field->isEnabled());
    QVERIFY(field->toolTip().contains(QStringLiteral("encoder")));
  }
  QCOMPARE(s.view.header()->sortField()->currentText(), QStringLiteral("as in the model"));
  s.view.setCards(cardsOf(2, 3));  // back to the encoder
  QCOMPARE(s.view.header()->sortField()->currentText(), QStringLiteral("entropy"));
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::flow);
}

void TestHeadSheetView::anotherShape() {
  Shown s(4, 6);
  s.view.setOrder({.sort = HeadMeasure::previous, .role = {}});
  const auto source = sourceOf(1, 2);
  s.selection.setBounds(source->shape());
  s.view.setSource(source);
  // The cards are of other heads.
  QVERIFY(s.view.figure().arrangement == HeadSheet::Arrangement::grid);
  QCOMPARE(s.names(), (QStringList{"L0·H0", "L0·H1", "mean"}));
  QVERIFY(s.settle());
  QVERIFY(!s.view.figure().cards[2].picture.isNull());
}

void TestHeadSheetView::nothingToShow() {
  Shown s;
  s.view.setSource(nullptr);
  QVERIFY(s.view.figure().cards.empty());
  QCOMPARE(s.view.header()->caption(), QString());
  QCOMPARE(s.name(), QStringLiteral("Type a sentence to see where each head looks."));
  s.press(Qt::Key_Down);
  s.press(Qt::Key_Plus);
  s.view.setSource(sourceOf(2, 3));
  QCOMPARE(s.names().size(), 8);
}

void TestHeadSheetView::hintsSayAll() {
  Shown s;
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
}

void TestHeadSheetView::aFileHasAllHeads() {
  Shown s(48, 32);  // of which few are in sight
  const auto paint = s.view.figurePaint(QStringLiteral("Heads of all"));
  const QSize size = s.view.figureSize();
  QVERIFY(size.width() > s.view.width());
  QVERIFY(size.height() > s.view.height());
  QImage image(size, QImage::Format_RGB32);
  QPainter painter(&image);
  paint(painter, size);
  painter.end();
  // The last layer's mean of these heads: a quarter looks at each key.
  const FigureStyle style;
  const int side = s.view.plot()->figureLayout().side();
  const QPoint corner(size.width() - 24, size.height() - 24);
  const QColor mean = QColor::fromRgb(style.colors().at(.5));
  QCOMPARE(image.pixelColor(corner - QPoint(side / 2, side / 2)), mean);
  QCOMPARE(image.pixelColor(corner - QPoint(2, 2)), mean);
  QCOMPARE(image.pixelColor(corner + QPoint(4, 4)), style.theme.canvas);
}

HEADSCOPE_TEST(TestHeadSheetView)

}  // namespace headscope::test_head_sheet_view

#include "test_head_sheet_view.moc"
