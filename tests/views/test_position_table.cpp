#include <cmath>
#include <limits>

#include <QTest>

#include "near.h"
#include "test_class.h"
#include "views/position_table.h"

namespace headscope::test_position_table {

namespace {

constexpr PositionKind kInterleaved = PositionKind::sinusoidInterleaved;
constexpr PositionKind kHalves = PositionKind::sinusoidConcatenated;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

}  // namespace

class TestPositionTable : public QObject {
  Q_OBJECT
 private slots:
  void rotaryIsCosinesThenSines();
  void sinusoidsHaveTheTableOfTheCore() {
    for (PositionKind kind : {kInterleaved, kHalves}) {
      const PositionTable table = sinusoidPositions(kind, 20, 12);
      QVERIFY(table.kind == kind);
      QVERIFY(*table.values == sinusoidTable(kind, 20, 12));
      QCOMPARE(table.columns.size(), std::size_t{12});
      QCOMPARE(table.title, positionKindTitle(kind));
    }
  }

  void withoutAFormulaOrASizeThereIsNoTable() {
    for (const PositionTable& table :
         {sinusoidPositions(PositionKind::none, 20, 12),
          sinusoidPositions(PositionKind::learned, 20, 12), sinusoidPositions(kHalves, 0, 12),
          sinusoidPositions(kHalves, 20, -1), learnedPositions(Matrix(0, 4), QString())}) {
      QVERIFY(table.isEmpty());
      QVERIFY(table.kind == PositionKind::none);
      QCOMPARE(table.title, QStringLiteral("No positions"));
      QVERIFY(typicalDimensions(table).empty());
      QVERIFY(cellWords(table, 0, 0).isEmpty());
      QVERIFY(dimensionWords(table, 0).isEmpty());
    }
  }

  void theScaleOfSinusoidsIsOne() {
    const PositionScale scale = positionScale(sinusoidPositions(kInterleaved, 3, 4));
    QCOMPARE(scale.limit, 1.0);
    QVERIFY(!scale.clips());
  }

  void theScaleOfALearnedTableIsItsLargestMagnitude() {
    const PositionScale scale =
        positionScale(learnedPositions(Matrix{{0.25F, -0.5F}, {0.125F, kNan}}, {}));
    QCOMPARE(scale.limit, 0.5);
    QVERIFY(!scale.clips());
  }

  void outliersDoNotFadeTheRest() {
    Matrix values = Matrix::Constant(100, 10, 0.125F);
    values(3, 3) = 4;
    const PositionScale scale = positionScale(learnedPositions(values, {}));
    QCOMPARE(scale.limit, 0.125);
    QCOMPARE(scale.largest, 4.0);
    QVERIFY(scale.clips());
  }

  // More values than are looked at; every 2nd would be those of the even columns only.
  void aSampleSeesEveryColumn() {
    Matrix values = Matrix::Zero(1 << 14, 8);
    for (Index c = 1; c < 8; c += 2) {
      values.col(c).setConstant(0.5F);
    }
    QCOMPARE(positionScale(learnedPositions(values, {})).limit, 0.5);
  }

  void aTableWithoutValuesStillHasAScale() {
    QCOMPARE(positionScale(learnedPositions(Matrix::Zero(2, 2), {})).limit, 1.0);
    QCOMPARE(positionScale(learnedPositions(Matrix::Constant(2, 2, kNan), {})).limit, 1.0);
    QCOMPARE(positionScale(learnedPositions(Matrix::Constant(2, 2, kInfinity), {})).limit, 1.0);
    QCOMPARE(positionScale(PositionTable{}).limit, 1.0);
  }

  void typicalDimensionsAreSines() {
    QCOMPARE(typicalDimensions(sinusoidPositions(kInterleaved, 4, 512)),
             (std::vector<int>{0, 64, 128}));
    QCOMPARE(typicalDimensions(sinusoidPositions(kHalves, 4, 512)), (std::vector<int>{0, 32, 64}));
    QCOMPARE(typicalDimensions(sinusoidPositions(kInterleaved, 4, 4)), (std::vector<int>{0, 2}));
    QCOMPARE(typicalDimensions(sinusoidPositions(kHalves, 4, 4)), (std::vector<int>{0, 1, 2}));
    QCOMPARE(typicalDimensions(sinusoidPositions(kInterleaved, 4, 1)), (std::vector<int>{0}));
    for (PositionKind kind : {kInterleaved, kHalves}) {
      for (Index width : {9, 20, 77, 384}) {
        const PositionTable table = sinusoidPositions(kind, 2, width);
        for (int dimension : typicalDimensions(table)) {
          QVERIFY(table.columns[static_cast<std::size_t>(dimension)].wave == Wave::sine);
        }
      }
    }
  }

  void theSameWaveInTheOtherLayout() {
    const PositionTable interleaved = sinusoidPositions(kInterleaved, 2, 7);
    const PositionTable halves = sinusoidPositions(kHalves, 2, 7);
    const std::vector<int> expected = {0, 3, 1, 4, 2, 5, 6};
    for (int c = 0; c < 7; ++c) {
      const int there = sameDimension(interleaved, halves, c);
      QCOMPARE(there, expected[static_cast<std::size_t>(c)]);
      QCOMPARE(sameDimension(halves, interleaved, there), c);
      QCOMPARE(sameDimension(halves, halves, c), c);
    }
    const PositionTable learned = learnedPositions(Matrix::Zero(2, 7), {});
    QCOMPARE(sameDimension(interleaved, learned, 5), 5);
    QCOMPARE(sameDimension(interleaved, sinusoidPositions(kHalves, 2, 4), 5), -1);
    QCOMPARE(sameDimension(interleaved, halves, -1), -1);
  }

  void wordsOfACell() {
    const PositionTable table = sinusoidPositions(kInterleaved, 51, 4);
    QCOMPARE(cellWords(table, 50, 0), QStringLiteral("Position 50, dimension 0: \u22120.262"));
    QCOMPARE(cellWords(table, 2, 3), QStringLiteral("Position 2, dimension 3: 1.000"));
    QVERIFY(cellWords(table, 51, 0).isEmpty());
    QVERIFY(cellWords(table, 0, 4).isEmpty());
    const PositionTable small = learnedPositions(Matrix{{0.0125F, -0.02F}}, {});
    QCOMPARE(cellWords(small, 0, 0), QStringLiteral("Position 0, dimension 0: 0.0125"));
    const PositionTable broken = learnedPositions(Matrix{{kNan, 1}}, {});
    QCOMPARE(cellWords(broken, 0, 0),
             QStringLiteral("Position 0, dimension 0: not a finite number"));
  }

  void wordsOfADimension_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("dimension");
    QTest::addColumn<QString>("words");
    const int interleaved = static_cast<int>(kInterleaved);
    const int halves = static_cast<int>(kHalves);
    QTest::newRow("sine") << interleaved << 4 << 0
                          << u"sine · repeats every 6.28 positions · its cosine is dimension 1"_qs;
    QTest::newRow("cosine, slow")
        << interleaved << 4 << 3
        << u"cosine · repeats every 628 positions · its sine is dimension 2"_qs;
    QTest::newRow("lone sine") << interleaved << 3 << 2
                               << u"sine · repeats every 2,916 positions"_qs;
    QTest::newRow("halves")
        << halves << 4 << 3
        << u"cosine · repeats every 62,832 positions · its sine is dimension 1"_qs;
    QTest::newRow("padding") << halves << 5 << 4
                             << u"0 at every position: it only makes the width odd"_qs;
  }
  void wordsOfADimension() {
    QFETCH(int, kind);
    QFETCH(int, width);
    QFETCH(int, dimension);
    QFETCH(QString, words);
    const PositionTable table = sinusoidPositions(static_cast<PositionKind>(kind), 3, width);
    QCOMPARE(dimensionWords(table, dimension), words);
  }

  void wordsOfALearnedDimension() {
    const PositionTable table =
        learnedPositions(Matrix{{0.5F, kNan}, {-0.25F, kNan}, {kInfinity, kNan}}, {});
    QCOMPARE(dimensionWords(table, 0),
             QStringLiteral("learned · dimension 0 lies between \u22120.250 and 0.500"));
    QCOMPARE(dimensionWords(table, 1), QStringLiteral("learned · dimension 1 has no finite value"));
  }
};

void TestPositionTable::rotaryIsCosinesThenSines() {
  const PositionTable table = rotaryPositions({1, 0.5F}, 3, QStringLiteral("Rotary of tiny"));
  QVERIFY(table.kind == PositionKind::rotary);
  QCOMPARE(table.title, QStringLiteral("Rotary of tiny"));
  QVERIFY(isNear(*table.values,
                 Matrix{{1, 1, 0, 0},
                        {std::cos(1.0F), std::cos(0.5F), std::sin(1.0F), std::sin(0.5F)},
                        {std::cos(2.0F), std::cos(1.0F), std::sin(2.0F), std::sin(1.0F)}},
                 1e-6));
  QCOMPARE(dimensionWords(table, 1),
           QStringLiteral("cosine · repeats every 12.6 positions · its sine is dimension 3"));
  QCOMPARE(dimensionWords(table, 2),
           QStringLiteral("sine · repeats every 6.28 positions · its cosine is dimension 0"));
  QVERIFY(rotaryPositions({}, 3, {}).isEmpty());
  QVERIFY(rotaryPositions({1}, 0, {}).kind == PositionKind::none);
}

HEADSCOPE_TEST(TestPositionTable)

}  // namespace headscope::test_position_table

#include "test_position_table.moc"
