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
};

namespace {

std::shared_ptr<const AttentionSource> sourceOf(int n, std::vector<float> values) {
  return std::make_shared<FakeSource>(
      AttentionShape{.layers = 1, .heads = 1, .nQuery = n, .nKey = n},
      [n, values = std::move(values)](HeadId, int query, int key) {
        return values[static_cast<std::size_t>(query * n + key)];
      });
}

}  // namespace

void TestDifferenceSource::isSecondMinusFirst() {
  const DifferenceSource difference(sourceOf(2, {.75F, .25F, .5F, .5F}),
                                    sourceOf(2, {.25F, .75F, .5F, .5F}), {{0, 0}, {1, 1}});
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
                                    {{0, 0}, {-1, 1}, {1, 2}});
  Matrix expected(3, 3);
  expected << 0, 0, 0, .25F, .5F, .25F, -.5F, .25F, .25F;
  QVERIFY(isNear(difference.map({0, 0}), expected, 0));
}

void TestDifferenceSource::someRows() {
  const DifferenceSource difference(sourceOf(2, {1, 0, 1, 0}), sourceOf(2, {1, 0, 0, 1}),
                                    {{0, 0}, {1, 1}});
  QCOMPARE(difference.row({0, 0}, 1), (std::vector<float>{-1, 1}));
}

HEADSCOPE_TEST(TestDifferenceSource)

}  // namespace headscope::test_difference_source

#include "test_difference_source.moc"
