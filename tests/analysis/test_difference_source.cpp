#include <QTest>

#include "analysis/difference_source.h"
#include "fake_source.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_difference_source {

class TestDifferenceSource : public QObject {
  Q_OBJECT
 private slots:
  void isSecondMinusFirst();
  void aTokenOfOneTextAloneHasNoWeightInTheOther();
  void someRows();
  void queriesAndKeysMayBeOfOtherTexts();
  void aHeadAgainstAnotherOne();
};

namespace {

std::shared_ptr<const AttentionSource> sourceOf(int n, std::vector<float> values) {
  return std::make_shared<FakeSource>(
      AttentionShape{.layers = 1, .heads = 1, .nQuery = n, .nKey = n},
      [n, values = std::move(values)](HeadId, int query, int key) {
        return values[static_cast<std::size_t>(query * n + key)];
      });
}

// Of a text to itself.
AlignedMaps alike(const std::vector<AlignedTokens>& tokens) {
  return {.queries = tokens, .keys = tokens};
}

}  // namespace

void TestDifferenceSource::isSecondMinusFirst() {
  const DifferenceSource difference(sourceOf(2, {.75F, .25F, .5F, .5F}),
                                    sourceOf(2, {.25F, .75F, .5F, .5F}), alike({{0, 0}, {1, 1}}));
  QCOMPARE(difference.shape(), (AttentionShape{1, 1, 2, 2}));
  QVERIFY(difference.values() == MapValues::differences);
  Matrix expected(2, 2);
  expected << -.5F, .5F, 0, 0;
  QVERIFY(isNear(difference.map({0, 0}), expected, 0));
}

// "a b" and "a x b".
void TestDifferenceSource::aTokenOfOneTextAloneHasNoWeightInTheOther() {
  const DifferenceSource difference(sourceOf(2, {1, 0, .5F, .5F}),
                                    sourceOf(3, {1, 0, 0, .25F, .5F, .25F, 0, .25F, .75F}),
                                    alike({{0, 0}, {-1, 1}, {1, 2}}));
  Matrix expected(3, 3);
  expected << 0, 0, 0, .25F, .5F, .25F, -.5F, .25F, .25F;
  QVERIFY(isNear(difference.map({0, 0}), expected, 0));
}

void TestDifferenceSource::someRows() {
  const DifferenceSource difference(sourceOf(2, {1, 0, 1, 0}), sourceOf(2, {1, 0, 0, 1}),
                                    alike({{0, 0}, {1, 1}}));
  QCOMPARE(difference.row({0, 0}, 1), (std::vector<float>{-1, 1}));
}

// Cross attention: one query, two keys.
void TestDifferenceSource::queriesAndKeysMayBeOfOtherTexts() {
  const auto source = [](float most) {
    return std::make_shared<FakeSource>(
        AttentionShape{.layers = 1, .heads = 1, .nQuery = 1, .nKey = 2},
        [most](HeadId, int, int key) { return key == 0 ? most : 1 - most; });
  };
  const DifferenceSource difference(source(.75F), source(.5F),
                                    {.queries = {{0, 0}}, .keys = {{0, 0}, {1, 1}}});
  QCOMPARE(difference.shape(), (AttentionShape{1, 1, 1, 2}));
  QCOMPARE(difference.row({0, 0}, 0), (std::vector<float>{-.25F, .25F}));
}

// Each head of a model of four looks by its number of eighths at the first key; what it is compared
// with has one head.
void TestDifferenceSource::aHeadAgainstAnotherOne() {
  const auto four = std::make_shared<FakeSource>(
      AttentionShape{.layers = 2, .heads = 2, .nQuery = 2, .nKey = 2},
      [](HeadId head, int, int key) {
        const float first = .125F * static_cast<float>(2 * head.layer + head.head);
        return key == 0 ? first : 1 - first;
      });
  const auto one = sourceOf(2, {1, 0, 1, 0});
  const auto tokens = alike({{0, 0}, {1, 1}});
  const DifferenceSource toOne(four, one, tokens, HeadId{0, 0});
  QCOMPARE(toOne.shape(), (AttentionShape{2, 2, 2, 2}));
  QCOMPARE(toOne.row({1, 1}, 0), (std::vector<float>{.625F, -.625F}));
  const DifferenceSource inItself(four, four, tokens, HeadId{1, 0});
  QCOMPARE(inItself.row({0, 1}, 1), (std::vector<float>{.125F, -.125F}));
  QCOMPARE(inItself.row({1, 0}, 1), (std::vector<float>{0, 0}));
  // Without one to stand against, a head that both have against itself.
  QCOMPARE(DifferenceSource(four, one, tokens).shape(), (AttentionShape{1, 1, 2, 2}));
}

HEADSCOPE_TEST(TestDifferenceSource)

}  // namespace headscope::test_difference_source

#include "test_difference_source.moc"
