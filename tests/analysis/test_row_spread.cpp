#include <cmath>
#include <limits>
#include <vector>

#include <QTest>

#include "analysis/row_spread.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_row_spread {

class TestRowSpread : public QObject {
  Q_OBJECT
 private slots:
  void halvesAreBits();
  void oneKeyIsNoSpread();
  void whatIsNoDistributionHasNone_data();
  void whatIsNoDistributionHasNone();
  void keysThatAreHiddenByHandAreNotSeen();
  void theStrongestComeFirst();
};

// 1/2 · 1 + 1/4 · 2 + 1/4 · 2 bits; log2 of 8 keys is 3.
void TestRowSpread::halvesAreBits() {
  const auto spread = rowSpread(std::vector<float>{.25F, .5F, 0, .25F, 0, 0, 0, 0}, 8);
  QVERIFY(spread);
  QVERIFY(isNear(spread->bits, 1.5, 1e-12));
  QVERIFY(isNear(spread->keys, 2.8284271247, 1e-9));
  QCOMPARE(spread->visible, 8);
  QCOMPARE(spread->most, 3.0);
  QVERIFY(isNear(spread->share, .5, 1e-12));
  QVERIFY(isNear(rowSpread(std::vector<float>{.25F, .25F, .25F, .25F}, 4)->share, 1, 1e-12));
}

void TestRowSpread::oneKeyIsNoSpread() {
  const auto spread = rowSpread(std::vector<float>{1, 0, 0}, 1);
  QVERIFY(spread);
  QCOMPARE(spread->bits, 0.0);
  QCOMPARE(spread->keys, 1.0);
  QCOMPARE(spread->share, 0.0);
}

void TestRowSpread::whatIsNoDistributionHasNone_data() {
  QTest::addColumn<std::vector<float>>("row");
  QTest::newRow("not a number") << std::vector<float>{.5F, std::numeric_limits<float>::quiet_NaN()};
  QTest::newRow("sum of 0.9") << std::vector<float>{.5F, .4F};
  QTest::newRow("nothing") << std::vector<float>{0, 0};
}

void TestRowSpread::whatIsNoDistributionHasNone() {
  QFETCH(std::vector<float>, row);
  QVERIFY(!rowSpread(row, 2));
}

void TestRowSpread::keysThatAreHiddenByHandAreNotSeen() {
  const SoftmaxSum softmax{.terms = {1, .5, .5, 0}, .sum = 2, .visible = 3};
  QCOMPARE(visibleKeys(softmax, std::vector<float>{.5F, .25F, .25F, 0}), 3);
  QCOMPARE(visibleKeys(softmax, std::vector<float>{.75F, .25F, 0, 0}), 2);
  QCOMPARE(keysWithWeight(std::vector<float>{.75F, .25F, 0, 0}), 2);
}

void TestRowSpread::theStrongestComeFirst() {
  const std::vector<float> row{.1F, .4F, 0, .4F, .1F};
  QCOMPARE(strongestKeys(row, 3), (std::vector<int>{1, 3, 0}));
  QCOMPARE(strongestKeys(row, 9), (std::vector<int>{1, 3, 0, 4}));
  QCOMPARE(strongestKeys(row, 0), std::vector<int>());
}

HEADSCOPE_TEST(TestRowSpread)

}  // namespace headscope::test_row_spread

#include "test_row_spread.moc"
