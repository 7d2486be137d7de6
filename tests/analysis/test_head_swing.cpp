#include <QTest>

#include "analysis/head_swing.h"
#include "fake_source.h"
#include "test_class.h"

namespace headscope::test_head_swing {

class TestHeadSwing : public QObject {
  Q_OBJECT
 private slots:
  void isWhatWentElsewhere();
  void aKeyOfOneTextAloneCountsWhole();
  void theHeadThatMovedMostComesFirst();
  void equalHeadsStayInOrder();
  void aHeadAgainstAnotherOfTheSameText();
  void headsByHowAlikeTheyAre();
  void rowsByHowMuchTheyDiffer();
  void theMeanOfTheRowsIsTheMapsNumber();
};

namespace {

// Each head's rows are the same for all queries.
FakeSource sourceOf(std::vector<std::vector<float>> rowOfHead) {
  const int keys = static_cast<int>(rowOfHead.front().size());
  const int heads = static_cast<int>(rowOfHead.size());
  return FakeSource(
      {.layers = 1, .heads = heads, .nQuery = keys, .nKey = keys},
      [rowOfHead = std::move(rowOfHead)](HeadId head, int, int key) {
        return rowOfHead[static_cast<std::size_t>(head.head)][static_cast<std::size_t>(key)];
      });
}

const std::vector<AlignedTokens> kThree = {{0, 0}, {1, 1}, {2, 2}};

}  // namespace

void TestHeadSwing::isWhatWentElsewhere() {
  const auto before = sourceOf({{.5F, .25F, .25F}});
  const auto after = sourceOf({{.125F, .25F, .625F}});
  const HeadSwing swing = headSwing(before, after, {0, 0}, {1, 1}, kThree);
  QCOMPARE(swing.swing, .375);
  QCOMPARE(swing.key, (AlignedTokens{0, 0}));
  QCOMPARE(swing.before, .5F);
  QCOMPARE(swing.after, .125F);
  QCOMPARE(headSwing(before, before, {0, 0}, {1, 1}, kThree).swing, 0.0);
}

void TestHeadSwing::aKeyOfOneTextAloneCountsWhole() {
  const auto before = sourceOf({{.5F, .5F}});
  const auto after = sourceOf({{.25F, .5F, .25F}});
  const std::vector<AlignedTokens> keys = {{0, 0}, {-1, 1}, {1, 2}};
  const HeadSwing swing = headSwing(before, after, {0, 0}, {1, 2}, keys);
  QCOMPARE(swing.swing, .5);
  QCOMPARE(swing.key, (AlignedTokens{-1, 1}));
  QCOMPARE(swing.before, 0.0F);
  QCOMPARE(swing.after, .5F);
}

void TestHeadSwing::theHeadThatMovedMostComesFirst() {
  const auto before = sourceOf({{1, 0, 0}, {1, 0, 0}, {1, 0, 0}});
  const auto after = sourceOf({{.75F, .25F, 0}, {0, 1, 0}, {1, 0, 0}});
  const auto swings = rankSwings(before, after, {0, 0}, kThree);
  QCOMPARE(swings.size(), std::size_t{3});
  QCOMPARE(swings[0].head, (HeadId{0, 1}));
  QCOMPARE(swings[0].swing, 1.0);
  QCOMPARE(swings[1].head, (HeadId{0, 0}));
  QCOMPARE(swings[2].swing, 0.0);
}

void TestHeadSwing::equalHeadsStayInOrder() {
  const auto source = sourceOf({{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  const auto swings = rankSwings(source, source, {2, 2}, kThree);
  for (int head = 0; head < 3; ++head) {
    QCOMPARE(swings[static_cast<std::size_t>(head)].head, (HeadId{0, head}));
  }
}

void TestHeadSwing::aHeadAgainstAnotherOfTheSameText() {
  const auto source = sourceOf({{.5F, .25F, .25F}, {.25F, .25F, .5F}});
  const Swing swing = rowSwing(source, source, {{0, 0}, {0, 1}}, {1, 1}, kThree);
  QCOMPARE(swing.swing, .25);
  QCOMPARE(swing.key, (AlignedTokens{0, 0}));
  QCOMPARE(swing.before, .5F);
  QCOMPARE(swing.after, .25F);
}

// The chosen head is the only one of the first model; those of the second differ by ½, 0 and ¼.
void TestHeadSwing::headsByHowAlikeTheyAre() {
  const auto one = sourceOf({{.5F, .5F, 0}});
  const auto three = sourceOf({{.5F, 0, .5F}, {.5F, .5F, 0}, {.25F, .5F, .25F}});
  const std::vector<HeadId> heads = allHeads(three.shape());
  const auto order = [&](AlikeOrder by) {
    std::vector<int> numbers;
    for (const HeadSwing& swing : rankAlike(one, {0, 0}, three, heads, {0, 0}, kThree, by)) {
      numbers.push_back(swing.head.head);
    }
    return numbers;
  };
  QCOMPARE(order(AlikeOrder::mostFirst), (std::vector<int>{1, 2, 0}));
  QCOMPARE(order(AlikeOrder::leastFirst), (std::vector<int>{0, 2, 1}));
  const auto some = rankAlike(one, {0, 0}, three, std::span(heads).subspan(2), {0, 0}, kThree,
                              AlikeOrder::mostFirst);
  QCOMPARE(some.size(), std::size_t{1});
  QCOMPARE(some.front().head, (HeadId{0, 2}));
  QCOMPARE(some.front().swing, .25);
}

namespace {

// Row 0 the same in both heads, row 1 wholly elsewhere, row 2 by a quarter.
FakeSource twoHeadsOfThreeRows() {
  return FakeSource({.layers = 1, .heads = 2, .nQuery = 3, .nKey = 2},
                    [](HeadId head, int query, int key) {
                      constexpr float kFirstKey[2][3] = {{.5F, 1, .75F}, {.5F, 0, .5F}};
                      const float first = kFirstKey[head.head][query];
                      return key == 0 ? first : 1 - first;
                    });
}

const std::vector<AlignedTokens> kTwoKeys = {{0, 0}, {1, 1}};

}  // namespace

void TestHeadSwing::rowsByHowMuchTheyDiffer() {
  const auto source = twoHeadsOfThreeRows();
  const auto rows = rankRows(source, source, {{0, 0}, {0, 1}}, kThree, kTwoKeys);
  QCOMPARE(rows.size(), std::size_t{3});
  QCOMPARE(rows[0].row, (AlignedTokens{1, 1}));
  QCOMPARE(rows[0].swing, 1.0);
  QCOMPARE(rows[1].row, (AlignedTokens{2, 2}));
  QCOMPARE(rows[1].swing, .25);
  QCOMPARE(rows[2].swing, 0.0);
  // A row that one of them has not got is none of both.
  const std::vector<AlignedTokens> shifted = {{0, -1}, {1, 0}, {-1, 1}, {2, 2}};
  const auto fewer = rankRows(source, source, {{0, 0}, {0, 1}}, shifted, kTwoKeys);
  QCOMPARE(fewer.size(), std::size_t{2});
  QCOMPARE(fewer[0].row, (AlignedTokens{1, 0}));
  QCOMPARE(fewer[0].swing, .5);
}

void TestHeadSwing::theMeanOfTheRowsIsTheMapsNumber() {
  const auto source = twoHeadsOfThreeRows();
  QCOMPARE(meanSwing(rankRows(source, source, {{0, 0}, {0, 1}}, kThree, kTwoKeys)), 1.25 / 3);
  QCOMPARE(meanSwing(rankRows(source, source, {{0, 1}, {0, 1}}, kThree, kTwoKeys)), 0.0);
  QCOMPARE(meanSwing({}), 0.0);
}

HEADSCOPE_TEST(TestHeadSwing)

}  // namespace headscope::test_head_swing

#include "test_head_swing.moc"
