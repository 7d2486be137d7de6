#include <limits>

#include <QTest>

#include "analysis/head_order.h"
#include "test_class.h"

namespace headscope::test_head_order {

namespace {

// Two layers of two heads. Of the text alone L1·H1 is measured.
std::vector<DealtCard> deck() {
  return {
      {.head = {0, 0},
       .card = {.text = {.previous = .9, .entropy = 1.5},
                .repetition = RepetitionMeasures{.induction = .1, .duplicate = .2},
                .positional = .95},
       .labels = {{HeadRole::positional, .95}, {HeadRole::previousToken, .9}}},
      {.head = {0, 1},
       .card = {.text = {.previous = .2, .entropy = 2.5},
                .repetition = RepetitionMeasures{.induction = .7, .duplicate = .1},
                .positional = .4},
       .labels = {{HeadRole::induction, .7}}},
      {.head = {1, 0},
       .card = {.text = {.previous = .6, .entropy = 1.5},
                .repetition = RepetitionMeasures{.induction = .8, .duplicate = .0},
                .positional = .5},
       .labels = {{HeadRole::induction, .8}, {HeadRole::previousToken, .6}}},
      {.head = {1, 1}, .card = {.text = {.previous = .1, .entropy = 3.0}}, .labels = {}},
  };
}

std::vector<HeadId> ids(const std::vector<OrderedHead>& heads) {
  std::vector<HeadId> result;
  for (const OrderedHead& head : heads) {
    result.push_back(head.head);
  }
  return result;
}

}  // namespace

class TestHeadOrder : public QObject {
  Q_OBJECT
 private slots:
  void asInTheModel();
  void theHighestComesFirst();
  void equalOnesStayInOrder();
  void whatIsNotMeasuredComesLast();
  void whatIsNotANumberComesLast();
  void aRoleLeavesTheOthersOut();
  void aRoleAndAMeasure();
  void rolesAreCounted();
  void everyMeasureIsItsOwn();
};

void TestHeadOrder::asInTheModel() {
  const std::vector<OrderedHead> heads = orderedHeads(deck(), {});
  QCOMPARE(ids(heads), (std::vector<HeadId>{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
  QVERIFY(!heads[0].value && !heads[0].score);
  QVERIFY(orderedHeads({}, {}).empty());
}

void TestHeadOrder::theHighestComesFirst() {
  const std::vector<OrderedHead> heads =
      orderedHeads(deck(), {.sort = HeadMeasure::previous, .role = {}});
  QVERIFY(heads == (std::vector<OrderedHead>{
                       {{0, 0}, .9, {}}, {{1, 0}, .6, {}}, {{0, 1}, .2, {}}, {{1, 1}, .1, {}}}));
}

void TestHeadOrder::equalOnesStayInOrder() {
  QCOMPARE(ids(orderedHeads(deck(), {.sort = HeadMeasure::entropy, .role = {}})),
           (std::vector<HeadId>{{1, 1}, {0, 1}, {0, 0}, {1, 0}}));
}

void TestHeadOrder::whatIsNotMeasuredComesLast() {
  const std::vector<OrderedHead> heads =
      orderedHeads(deck(), {.sort = HeadMeasure::duplicate, .role = {}});
  // 0 is a measure, nothing is not.
  QCOMPARE(ids(heads), (std::vector<HeadId>{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
  QCOMPARE(heads[2].value, std::optional(0.0));
  QVERIFY(!heads[3].value);
}

void TestHeadOrder::whatIsNotANumberComesLast() {
  std::vector<DealtCard> cards = deck();
  cards[0].card.text.previous = std::numeric_limits<double>::quiet_NaN();
  const std::vector<OrderedHead> heads =
      orderedHeads(cards, {.sort = HeadMeasure::previous, .role = {}});
  QCOMPARE(ids(heads), (std::vector<HeadId>{{1, 0}, {0, 1}, {1, 1}, {0, 0}}));
  QVERIFY(!heads[3].value);
}

void TestHeadOrder::aRoleLeavesTheOthersOut() {
  const std::vector<OrderedHead> heads =
      orderedHeads(deck(), {.sort = {}, .role = HeadRole::induction});
  QVERIFY(heads == (std::vector<OrderedHead>{{{0, 1}, {}, .7}, {{1, 0}, {}, .8}}));
  QVERIFY(orderedHeads(deck(), {.sort = {}, .role = HeadRole::broad}).empty());
}

void TestHeadOrder::aRoleAndAMeasure() {
  const std::vector<OrderedHead> heads =
      orderedHeads(deck(), {.sort = HeadMeasure::induction, .role = HeadRole::previousToken});
  QVERIFY(heads == (std::vector<OrderedHead>{{{1, 0}, .8, .6}, {{0, 0}, .1, .9}}));
}

void TestHeadOrder::rolesAreCounted() {
  QVERIFY(earnedRoles(deck()) ==
          (std::vector<RoleCount>{
              {HeadRole::previousToken, 2}, {HeadRole::induction, 2}, {HeadRole::positional, 1}}));
  QVERIFY(earnedRoles({}).empty());
}

void TestHeadOrder::everyMeasureIsItsOwn() {
  const HeadCard card{
      .text = {.previous = 1,
               .next = 2,
               .self = 3,
               .first = 4,
               .special = 5,
               .punctuation = 6,
               .sameToken = 7,
               .entropy = 8,
               .spread = 99,
               .distance = 9},
      .repetition = RepetitionMeasures{.induction = 10, .duplicate = 11},
      .positional = 12,
  };
  double expected = 0;
  for (const HeadMeasure measure : kHeadMeasures) {
    QCOMPARE(measureOf(card, measure), std::optional(++expected));
  }
  QCOMPARE(expected, 12.0);
}

HEADSCOPE_TEST(TestHeadOrder)

}  // namespace headscope::test_head_order

#include "test_head_order.moc"
