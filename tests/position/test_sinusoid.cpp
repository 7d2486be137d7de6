#include <cmath>
#include <numbers>
#include <vector>

#include <QTest>

#include "position/sinusoid.h"
#include "test_class.h"

namespace headscope::test_sinusoid {

namespace {

constexpr PositionKind kInterleaved = PositionKind::sinusoidInterleaved;
constexpr PositionKind kHalves = PositionKind::sinusoidConcatenated;

struct Entry {
  Index position;
  Index dimension;
  double value;
};

// The paper's formula, section 3.5, in long double.
long double vaswani(Index position, Index c, Index d) {
  const long double even = static_cast<long double>(c - c % 2);
  const long double angle =
      static_cast<long double>(position) / std::pow(10000.0L, even / static_cast<long double>(d));
  return c % 2 == 0 ? std::sin(angle) : std::cos(angle);
}

// tensor2tensor's get_timing_signal_1d with its default timescales, in long double.
long double tensor2tensor(Index position, Index c, Index d) {
  const Index n = d / 2;
  if (c >= 2 * n) {
    return 0;
  }
  const long double increment =
      std::log(10000.0L) / static_cast<long double>(std::max<Index>(n - 1, 1));
  const long double angle =
      static_cast<long double>(position) * std::exp(-static_cast<long double>(c % n) * increment);
  return c < n ? std::sin(angle) : std::cos(angle);
}

long double formula(PositionKind kind, Index position, Index c, Index d) {
  return kind == kInterleaved ? vaswani(position, c, d) : tensor2tensor(position, c, d);
}

double worstDifference(PositionKind kind, const Matrix& table, Index step) {
  long double worst = 0;
  for (Index p = 0; p < table.rows(); p += step) {
    for (Index c = 0; c < table.cols(); ++c) {
      worst = std::max(worst, std::abs(static_cast<long double>(table(p, c)) -
                                       formula(kind, p, c, table.cols())));
    }
  }
  return static_cast<double>(worst);
}

// Whether the table has this size and these entries; those that it has not are printed.
bool isTable(PositionKind kind, Index length, Index dModel, const std::vector<Entry>& entries) {
  const Matrix table = sinusoidTable(kind, length, dModel);
  if (table.rows() != length || table.cols() != dModel) {
    qWarning() << "the table is" << table.rows() << "x" << table.cols();
    return false;
  }
  bool all = true;
  for (const Entry& e : entries) {
    const double found = static_cast<double>(table(e.position, e.dimension));
    if (!(std::abs(found - e.value) < 1e-7)) {
      qWarning("position %d, dimension %d: %.10g, expected %.10g", static_cast<int>(e.position),
               static_cast<int>(e.dimension), found, e.value);
      all = false;
    }
  }
  return all;
}

}  // namespace

class TestSinusoid : public QObject {
  Q_OBJECT
 private slots:
  void interleavedFourWide() {
    QVERIFY(isTable(kInterleaved, 51, 4,
                    {{0, 0, 0},
                     {0, 1, 1},
                     {0, 2, 0},
                     {0, 3, 1},
                     {1, 0, 0.841470985},
                     {1, 1, 0.540302306},
                     {1, 2, 0.009999833},
                     {1, 3, 0.999950000},
                     {2, 0, 0.909297427},
                     {2, 1, -0.416146837},
                     {2, 2, 0.019998667},
                     {2, 3, 0.999800007},
                     {50, 0, -0.262374854},
                     {50, 1, 0.964966028},
                     {50, 2, 0.479425539},
                     {50, 3, 0.877582562}}));
  }

  void interleavedOfThePaper() {
    QVERIFY(isTable(kInterleaved, 512, 512,
                    {{1, 0, 0.841470985},
                     {1, 1, 0.540302306},
                     {1, 2, 0.82185619},
                     {1, 3, 0.569695009},
                     {1, 510, 1.03663293e-4},
                     {1, 511, 0.999999995},
                     {100, 0, -0.506365641},
                     {100, 1, 0.862318872},
                     {100, 2, 0.797542363},
                     {100, 3, -0.603262943},
                     {100, 510, 0.0103661436},
                     {100, 511, 0.99994627},
                     {511, 510, 0.0529471727},
                     {511, 511, 0.998597315}}));
  }

  void halvesFourWide() {
    QVERIFY(isTable(kHalves, 51, 4,
                    {{0, 0, 0},
                     {0, 1, 0},
                     {0, 2, 1},
                     {0, 3, 1},
                     {1, 0, 0.841470985},
                     {1, 1, 0.0001},
                     {1, 2, 0.540302306},
                     {1, 3, 0.999999995},
                     {2, 0, 0.909297427},
                     {2, 1, 0.0002},
                     {2, 2, -0.416146837},
                     {2, 3, 0.99999998},
                     {50, 0, -0.262374854},
                     {50, 1, 0.004999979},
                     {50, 2, 0.964966028},
                     {50, 3, 0.9999875}}));
  }

  void halvesOfTensor2tensor() {
    QVERIFY(isTable(kHalves, 512, 512,
                    {{1, 0, 0.841470985},
                     {1, 1, 0.82177865},
                     {1, 2, 0.801804926},
                     {1, 255, 9.99999998e-5},
                     {1, 256, 0.540302306},
                     {1, 257, 0.569806853},
                     {1, 511, 0.999999995},
                     {100, 1, 0.805678316},
                     {100, 255, 0.00999983333},
                     {100, 256, 0.862318872},
                     {100, 511, 0.99995},
                     {511, 255, 0.0510777641},
                     {511, 511, 0.998694679}}));
  }

  void interleavedOddWidthEndsWithASine() {
    QVERIFY(isTable(kInterleaved, 2, 1, {{0, 0, 0}, {1, 0, 0.841470985}}));
    QVERIFY(isTable(kInterleaved, 2, 2, {{0, 1, 1}, {1, 0, 0.841470985}, {1, 1, 0.540302306}}));
    // 10000^(-4/5) = 6.30957344e-4, and the sine of so small an angle is the angle to 5e-11.
    QVERIFY(isTable(kInterleaved, 2, 5, {{0, 3, 1}, {0, 4, 0}, {1, 4, 6.30957344e-4}}));
    const auto columns = sinusoidColumns(kInterleaved, 5);
    QVERIFY(columns[4].wave == Wave::sine);
    QCOMPARE(columns[4].partner, -1);
  }

  void halvesOddWidthEndsWithZeros() {
    QVERIFY(isTable(kHalves, 3, 1, {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}));
    QVERIFY(
        isTable(kHalves, 2, 2, {{0, 0, 0}, {0, 1, 1}, {1, 0, 0.841470985}, {1, 1, 0.540302306}}));
    QVERIFY(isTable(kHalves, 2, 5,
                    {{0, 2, 1},
                     {0, 3, 1},
                     {0, 4, 0},
                     {1, 0, 0.841470985},
                     {1, 1, 1e-4},
                     {1, 2, 0.540302306},
                     {1, 3, 0.999999995},
                     {1, 4, 0}}));
    const auto columns = sinusoidColumns(kHalves, 5);
    QVERIFY(columns[4].wave == Wave::zero);
    QCOMPARE(columns[4].partner, -1);
    QVERIFY(std::isinf(columns[4].wavelength()));
  }

  void withinAMillionthOfTheFormula_data() {
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("dModel");
    QTest::addColumn<int>("step");
    QTest::newRow("512 x 512") << 512 << 512 << 1;
    QTest::newRow("4096 x 64") << 4096 << 64 << 1;
    QTest::newRow("odd") << 300 << 77 << 1;
    QTest::newRow("one row") << 1 << 768 << 1;
    // Every 997th row (prime to the block of 64) of a context longer than most models have.
    QTest::newRow("200000 x 16") << 200000 << 16 << 997;
  }
  void withinAMillionthOfTheFormula() {
    QFETCH(int, length);
    QFETCH(int, dModel);
    QFETCH(int, step);
    for (PositionKind kind : {kInterleaved, kHalves}) {
      const double worst = worstDifference(kind, sinusoidTable(kind, length, dModel), step);
      QVERIFY2(worst < 1e-7, qPrintable(QString::number(worst)));
    }
  }

  void emptySizesGiveEmptyTables() {
    for (PositionKind kind : {kInterleaved, kHalves}) {
      QCOMPARE(sinusoidTable(kind, 0, 4).size(), Index{0});
      QCOMPARE(sinusoidTable(kind, 4, 0).size(), Index{0});
      QCOMPARE(sinusoidTable(kind, -1, -1).size(), Index{0});
      QVERIFY(sinusoidColumns(kind, 0).empty());
      QVERIFY(sinusoidColumns(kind, -3).empty());
    }
  }

  void kindsWithoutAFormulaAddNothing() {
    for (PositionKind kind : {PositionKind::none, PositionKind::learned}) {
      QVERIFY(sinusoidColumns(kind, 8).empty());
      const Matrix table = sinusoidTable(kind, 3, 8);
      QCOMPARE(table.rows(), Index{3});
      QCOMPARE(table.cols(), Index{8});
      QVERIFY(table.isZero(0));
    }
  }

  void wavelengthsRunFromTwoPi() {
    const double twoPi = 2 * std::numbers::pi;
    const auto paper = sinusoidColumns(kInterleaved, 512);
    QCOMPARE(paper[0].wavelength(), twoPi);
    QCOMPARE(paper[1].wavelength(), twoPi);
    // The formula stops short of the 10000 * 2π of the paper's text: 10000^(510/512) = 9646.6.
    QVERIFY(std::abs(paper[511].wavelength() / twoPi - 9646.6) < 0.05);
    const auto halves = sinusoidColumns(kHalves, 512);
    QCOMPARE(halves[0].wavelength(), twoPi);
    QVERIFY(std::abs(halves[255].wavelength() / twoPi - 10000) < 1e-6);
    QCOMPARE(halves[511].wavelength(), halves[255].wavelength());
  }

  void partnersShareTheirFrequency() {
    for (PositionKind kind : {kInterleaved, kHalves}) {
      for (Index dModel : {2, 6, 7}) {
        const auto columns = sinusoidColumns(kind, dModel);
        for (int c = 0; c < dModel; ++c) {
          const SinusoidColumn& column = columns[static_cast<std::size_t>(c)];
          if (column.partner < 0) {
            continue;
          }
          const SinusoidColumn& partner = columns[static_cast<std::size_t>(column.partner)];
          QCOMPARE(partner.partner, c);
          QCOMPARE(partner.frequency, column.frequency);
          QVERIFY(partner.wave != column.wave);
        }
      }
    }
    QCOMPARE(sinusoidColumns(kInterleaved, 4)[2].partner, 3);
    QCOMPARE(sinusoidColumns(kHalves, 4)[1].partner, 3);
  }
};

HEADSCOPE_TEST(TestSinusoid)

}  // namespace headscope::test_sinusoid

#include "test_sinusoid.moc"
