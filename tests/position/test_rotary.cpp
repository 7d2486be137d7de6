#include <QTest>

#include "near.h"
#include "position/rotary.h"
#include "test_class.h"

namespace headscope::test_rotary {

class TestRotary : public QObject {
  Q_OBJECT
 private slots:
  void frequenciesFallFromOne();
  void literals_data();
  void literals();
  void scoresDependOnTheDistanceAlone();
  void dimensionsBeyondStay();
  void everyHeadAndRowTurnsByItsOwnPosition();
  void linearStretchDividesAll();
  void llama3StretchDividesTheLowOnes();
};

namespace {

Matrix turned(const Rotary& rotary, Index position, Matrix row) {
  rotate(rotaryAngles(rotary, position, 1), 0, row.cols(), row);
  return row;
}

}  // namespace

// Last frequencies from the formula in float64.
void TestRotary::frequenciesFallFromOne() {
  QCOMPARE(rotary(64, 1e4F).frequencies.size(), std::size_t{32});
  QCOMPARE(rotary(64, 1e4F).frequencies.front(), 1.0F);
  QVERIFY(isNear(rotary(64, 1e4F).frequencies.back(), 1.33352143e-4, 1e-10));
  QVERIFY(isNear(rotary(64, 1e5F).frequencies.back(), 1.43301257e-5, 1e-11));
  QVERIFY(isNear(rotary(128, 1e6F).frequencies.back(), 1.24093776e-6, 1e-12));
}

void TestRotary::literals_data() {
  QTest::addColumn<float>("base");
  QTest::addColumn<int>("position");
  QTest::addColumn<QList<float>>("expected");
  QTest::newRow("position 0") << 1e4F << 0 << QList<float>{1, 2, 3, 4};
  QTest::newRow("position 1") << 1e4F << 1
                              << QList<float>{-1.98411065F, 1.95990067F, 2.4623779F, 4.01979967F};
  QTest::newRow("another base") << 1e6F << 3
                                << QList<float>{-1.41335252F, 1.98799102F, -2.82885748F,
                                                4.00598199F};
}

void TestRotary::literals() {
  QFETCH(float, base);
  QFETCH(int, position);
  QFETCH(QList<float>, expected);
  const Matrix result = turned(rotary(4, base), position, Matrix{{1, 2, 3, 4}});
  for (Index c = 0; c < 4; ++c) {
    QVERIFY(isNear(result(0, c), expected[c], 1e-6));
  }
}

void TestRotary::scoresDependOnTheDistanceAlone() {
  const Rotary turn = rotary(8, 1e4F);
  const Matrix query = Matrix::Random(1, 8);
  const Matrix key = Matrix::Random(1, 8);
  const float here = turned(turn, 5, query).row(0).dot(turned(turn, 2, key).row(0));
  const float there = turned(turn, 103, query).row(0).dot(turned(turn, 100, key).row(0));
  QVERIFY(isNear(here, there, 1e-5));
}

void TestRotary::dimensionsBeyondStay() {
  const Matrix result = turned(rotary(2, 1e4F), 7, Matrix{{1, 2, 3, 4}});
  QCOMPARE(result(0, 2), 3.0F);
  QCOMPARE(result(0, 3), 4.0F);
  QVERIFY(isNear(result(0, 0), std::cos(7.0) - 2 * std::sin(7.0), 1e-6));
}

void TestRotary::everyHeadAndRowTurnsByItsOwnPosition() {
  const Rotary turn = rotary(4, 1e4F);
  Matrix heads = Matrix::Random(3, 8);
  const Matrix before = heads;
  rotate(rotaryAngles(turn, 10, 5), 2, 4, heads);
  for (Index i = 0; i < 3; ++i) {
    for (Index head = 0; head < 8; head += 4) {
      QVERIFY(isNear(Matrix(heads.block(i, head, 1, 4)),
                     turned(turn, 12 + i, before.block(i, head, 1, 4)), 1e-7));
    }
  }
}

void TestRotary::linearStretchDividesAll() {
  Rotary turn{.frequencies = {1, 0.5F}};
  stretchLinearly(turn, 4);
  QCOMPARE(turn.frequencies, (std::vector<float>{0.25F, 0.125F}));
}

// Of 16 positions, waves longer than 16 are divided by 8 and those shorter than 4 kept. One of
// 2π lies between: (16 / 2π - 1) / 3 = 0.515493 of it is kept.
void TestRotary::llama3StretchDividesTheLowOnes() {
  Rotary turn{.frequencies = {2, 1, 0.1F}};
  stretchLlama3(
      turn,
      {.factor = 8, .lowFrequencyFactor = 1, .highFrequencyFactor = 4, .originalPositions = 16});
  QCOMPARE(turn.frequencies[0], 2.0F);
  QVERIFY(isNear(turn.frequencies[1], 0.484507 / 8 + 0.515493, 1e-5));
  QVERIFY(isNear(turn.frequencies[2], 0.0125, 1e-8));
}

HEADSCOPE_TEST(TestRotary)

}  // namespace headscope::test_rotary

#include "test_rotary.moc"
