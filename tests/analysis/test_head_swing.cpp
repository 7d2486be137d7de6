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

HEADSCOPE_TEST(TestHeadSwing)

}  // namespace headscope::test_head_swing

#include "test_head_swing.moc"
