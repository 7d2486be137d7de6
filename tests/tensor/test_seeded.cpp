#include <QTest>

#include "near.h"
#include "tensor/seeded.h"
#include "test_class.h"

namespace headscope::test_seeded {

class TestSeeded : public QObject {
  Q_OBJECT
 private slots:
  void mixIsSplitMix64();
  void uniformHasItsMoments();
  void normalHasItsMoments();
  void namesAndSeedsGiveOtherKeys();
};

void TestSeeded::mixIsSplitMix64() {
  // The first output of the reference generator seeded with 0.
  QCOMPARE(mix(0), 0xE220A8397B1DCDAFULL);
}

void TestSeeded::uniformHasItsMoments() {
  double sum = 0;
  double squares = 0;
  constexpr int kCount = 100000;
  for (int i = 0; i < kCount; ++i) {
    const double x = static_cast<double>(
        uniformAt(7, static_cast<std::uint64_t>(i / 300), static_cast<std::uint64_t>(i % 300)));
    QVERIFY(x >= -1 && x < 1);
    sum += x;
    squares += x * x;
  }
  QVERIFY(isNear(sum / kCount, 0, 0.01));
  QVERIFY(isNear(squares / kCount, 1.0 / 3, 0.01));
}

void TestSeeded::normalHasItsMoments() {
  double sum = 0;
  double squares = 0;
  constexpr int kCount = 100000;
  for (int i = 0; i < kCount; ++i) {
    const double x = static_cast<double>(normalAt(7, static_cast<std::uint64_t>(i)));
    QVERIFY(std::isfinite(x));
    sum += x;
    squares += x * x;
  }
  QVERIFY(isNear(sum / kCount, 0, 0.02));
  QVERIFY(isNear(squares / kCount, 1, 0.02));
}

void TestSeeded::namesAndSeedsGiveOtherKeys() {
  QVERIFY(keyOf(1, "W_Q") != keyOf(1, "W_K"));
  QVERIFY(keyOf(1, "W_Q") != keyOf(2, "W_Q"));
  QCOMPARE(keyOf(1, "W_Q"), keyOf(1, "W_Q"));
}

HEADSCOPE_TEST(TestSeeded)

}  // namespace headscope::test_seeded

#include "test_seeded.moc"
