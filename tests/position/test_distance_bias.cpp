#include <utility>

#include <QTest>

#include "near.h"
#include "position/distance_bias.h"
#include "test_class.h"

namespace headscope::test_distance_bias {

class TestDistanceBias : public QObject {
  Q_OBJECT
 private slots:
  void slopes_data();
  void slopes();
  void alibiFallsWithTheDistance();
  void buckets_data();
  void buckets();
  void bucketBiasIsTheTables();
  void rowsAreThoseOfTheirQueries();
  void nothingAddsNothing();
  void theOriginIsSaid();
};

// From the authors' code.
void TestDistanceBias::slopes_data() {
  QTest::addColumn<int>("heads");
  QTest::addColumn<QList<double>>("expected");
  QTest::newRow("1") << 1 << QList<double>{0.00390625};
  QTest::newRow("4") << 4 << QList<double>{0.25, 0.0625, 0.015625, 0.00390625};
  QTest::newRow("8") << 8 << QList<double>{0.5,     0.25,     0.125,     0.0625,
                                           0.03125, 0.015625, 0.0078125, 0.00390625};
  QTest::newRow("12") << 12 << QList<double>{0.5,         0.25,        0.125,       0.0625,
                                             0.03125,     0.015625,    0.0078125,   0.00390625,
                                             0.707106781, 0.353553391, 0.176776695, 0.0883883476};
}

void TestDistanceBias::slopes() {
  QFETCH(int, heads);
  QFETCH(QList<double>, expected);
  const std::vector<float> slopes = alibiSlopes(heads);
  QCOMPARE(static_cast<qsizetype>(slopes.size()), expected.size());
  for (std::size_t h = 0; h < slopes.size(); ++h) {
    QVERIFY(isNear(slopes[h], expected[static_cast<qsizetype>(h)], 1e-7));
  }
}

void TestDistanceBias::alibiFallsWithTheDistance() {
  const DistanceBias bias = AlibiBias{.slopes = {0.5F, 0.25F}};
  QCOMPARE(biasAt(bias, 0, 0), 0.0F);
  QCOMPARE(biasAt(bias, 0, -3), -1.5F);
  QCOMPARE(biasAt(bias, 1, -3), -0.75F);
}

// The first distance of each bucket, with T5's 32 buckets up to 128.
void TestDistanceBias::buckets_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("sign");
  QTest::addColumn<int>("firstBucket");
  QTest::addColumn<QList<int>>("starts");
  const QList<int> half{0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91};
  const auto both = static_cast<int>(BucketKind::bothDirections);
  QTest::newRow("both directions, keys before") << both << -1 << 0 << half;
  QTest::newRow("both directions, keys after") << both << 1 << 16 << half;
  QTest::newRow("backwards") << static_cast<int>(BucketKind::backwards) << -1 << 0
                             << QList<int>{0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                           11, 12, 13, 14, 15, 16, 19, 21, 24, 27, 31,
                                           35, 40, 46, 52, 59, 67, 77, 87, 99, 113};
}

void TestDistanceBias::buckets() {
  QFETCH(int, kind);
  QFETCH(int, sign);
  QFETCH(int, firstBucket);
  QFETCH(QList<int>, starts);
  const auto bucketOf = [&](int away) {
    return relativeBucket(sign * away, static_cast<BucketKind>(kind), 32, 128);
  };
  for (int i = 1; i < starts.size(); ++i) {
    QCOMPARE(bucketOf(starts[i]), firstBucket + i);
    if (i > 1) {
      QCOMPARE(bucketOf(starts[i] - 1), firstBucket + i - 1);
    }
  }
  QCOMPARE(bucketOf(100000), firstBucket + static_cast<int>(starts.size()) - 1);
  QCOMPARE(relativeBucket(0, static_cast<BucketKind>(kind), 32, 128), 0);
  QCOMPARE(relativeBucket(5, BucketKind::backwards, 32, 128), 0);
}

void TestDistanceBias::bucketBiasIsTheTables() {
  // Four buckets: 0 and 1 for keys up to the query, 2 and 3 for those after it.
  const DistanceBias bias =
      BucketBias{.values = Matrix{{1, 10}, {2, 20}, {3, 30}, {4, 40}}, .maxDistance = 4};
  QCOMPARE(biasAt(bias, 0, 0), 1.0F);
  QCOMPARE(biasAt(bias, 0, -1), 2.0F);
  QCOMPARE(biasAt(bias, 1, -1), 20.0F);
  QCOMPARE(biasAt(bias, 1, 1), 40.0F);
}

void TestDistanceBias::rowsAreThoseOfTheirQueries() {
  const DistanceBias bias = AlibiBias{.slopes = {1, 10}};
  Matrix scores = Matrix::Zero(2, 4);
  addBias(bias, 1, 1, scores);
  QCOMPARE(scores, (Matrix{{-10, 0, 10, 20}, {-20, -10, 0, 10}}));
}

void TestDistanceBias::nothingAddsNothing() {
  Matrix scores{{1, 2}};
  addBias({}, 0, 0, scores);
  QCOMPARE(scores, (Matrix{{1, 2}}));
  QCOMPARE(biasAt({}, 3, -7), 0.0F);
}

void TestDistanceBias::theOriginIsSaid() {
  const BiasOrigin alibi = biasOrigin(AlibiBias{.slopes = {.5F, .25F}}, 1, -3);
  QCOMPARE(alibi, (BiasOrigin{.distance = -3, .slope = .25F, .bucket = {}}));
  // Half of eight buckets are for keys before the query, one for each distance of the first two.
  const BucketBias buckets{.values = Matrix::Zero(8, 1)};
  QCOMPARE(biasOrigin(buckets, 0, -1).bucket, std::optional<int>(1));
  QCOMPARE(biasOrigin(buckets, 0, 1).bucket, std::optional<int>(5));
  QCOMPARE(biasOrigin(std::monostate(), 0, 4),
           (BiasOrigin{.distance = 4, .slope = {}, .bucket = {}}));
}

HEADSCOPE_TEST(TestDistanceBias)

}  // namespace headscope::test_distance_bias

#include "test_distance_bias.moc"
