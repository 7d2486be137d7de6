#include <cmath>
#include <limits>

#include <QTest>

#include "fake_source.h"
#include "render/map_pyramid.h"
#include "test_class.h"

namespace headscope::test_map_pyramid {

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

Matrix matrix(std::initializer_list<std::initializer_list<float>> rows) {
  Matrix result(static_cast<Index>(rows.size()), static_cast<Index>(rows.begin()->size()));
  Index r = 0;
  for (const auto& row : rows) {
    Index c = 0;
    for (const float value : row) {
      result(r, c++) = value;
    }
    ++r;
  }
  return result;
}

}  // namespace

class TestMapPyramid : public QObject {
  Q_OBJECT
 private slots:
  void poolsTheGreatest() {
    const Matrix map = matrix({{.1F, .2F, .3F}, {.4F, .5F, .6F}, {.7F, .8F, .9F}});
    QCOMPARE(pooled(map, 1, Pooling::maximum), matrix({{.5F, .6F}, {.8F, .9F}}));
    QCOMPARE(pooled(map, 2, Pooling::maximum), matrix({{.9F}}));
    QCOMPARE(pooled(map, 0, Pooling::maximum), map);
  }

  void poolsTheFurthestFromZero() {
    const Matrix map = matrix({{.1F, -.9F}, {.3F, .2F}});
    QCOMPARE(pooled(map, 1, Pooling::magnitude), matrix({{-.9F}}));
    QCOMPARE(pooled(map, 1, Pooling::maximum), matrix({{.3F}}));
  }

  void missingCellsHideNoValue() {
    const Matrix map = matrix({{kMissing, .2F, kMissing, kMissing}});
    const Matrix half = pooled(map, 1, Pooling::maximum);
    QCOMPARE(half(0, 0), .2F);
    QVERIFY(std::isnan(half(0, 1)));
    QVERIFY(MapPyramid::fromMatrix(map)->hasMissing());
    QVERIFY(!MapPyramid::fromMatrix(matrix({{0, 1}}))->hasMissing());
  }

  void keepsEveryLevelOfASmallMap() {
    const auto pyramid = MapPyramid::fromMatrix(Matrix::Constant(5, 3, 0.5F));
    QCOMPARE(pyramid->finestLevel(), 0);
    QCOMPARE(pyramid->coarsestLevel(), 3);  // 5, 3, 2, 1
    QCOMPARE(pyramid->level(1).rows(), 3);
    QCOMPARE(pyramid->level(1).cols(), 2);
    QCOMPARE(pyramid->level(3).size(), 1);
    QVERIFY(MapPyramid::fromMatrix(Matrix(0, 3)) == nullptr);
  }

  void readsASourceInBands() {
    const FakeSource source({1, 2, 300, 200}, [](HeadId head, int query, int key) {
      return static_cast<float>(head.head * 100000 + query * 200 + key);
    });
    const auto pyramid = MapPyramid::fromSource(source, {0, 1}, {});
    QCOMPARE(pyramid->rows(), 300);
    QCOMPARE(pyramid->cols(), 200);
    QCOMPARE(pyramid->level(0)(299, 7), 159807.0F);
    QCOMPARE(pyramid->level(0)(128, 0), 125600.0F);
  }

  void oneHotCellSurvivesAtEveryLevel_data() {
    QTest::addColumn<int>("query");
    QTest::addColumn<int>("key");
    QTest::newRow("first") << 0 << 0;
    QTest::newRow("odd") << 1233 << 2777;
    QTest::newRow("last") << 4095 << 4095;
  }

  void oneHotCellSurvivesAtEveryLevel() {
    QFETCH(int, query);
    QFETCH(int, key);
    const FakeSource source({1, 1, 4096, 4096}, [&](HeadId, int q, int k) {
      return q == query && k == key ? 1.0F : 0.0F;
    });
    const auto pyramid = MapPyramid::fromSource(source, {0, 0}, {});
    QCOMPARE(pyramid->rows(), 4096);
    QCOMPARE(pyramid->finestLevel(), 1);  // the map itself would take 64 MB
    QCOMPARE(pyramid->coarsestLevel(), 12);
    for (int level = pyramid->finestLevel(); level <= pyramid->coarsestLevel(); ++level) {
      QCOMPARE(pyramid->level(level)(query >> level, key >> level), 1.0F);
      QCOMPARE(pyramid->level(level).sum(), 1.0F);
    }
  }

  void stopsWhenCancelled() {
    int bands = 0;
    const FakeSource source({1, 1, 1000, 10}, [](HeadId, int, int) { return 0.0F; });
    QVERIFY(MapPyramid::fromSource(source, {}, [&] { return ++bands == 2; }) == nullptr);
    QCOMPARE(bands, 2);
  }

  void nothingOfAnEmptySource() {
    const FakeSource source({1, 1, 0, 0}, {});
    QVERIFY(MapPyramid::fromSource(source, {}, {}) == nullptr);
  }

  void tileKnowsItsRows() {
    const MapTile tile{100, Matrix::Zero(50, 3)};
    QVERIFY(tile.covers(100, 149));
    QVERIFY(!tile.covers(99, 120));
    QVERIFY(!tile.covers(120, 150));
  }
};

HEADSCOPE_TEST(TestMapPyramid)

}  // namespace headscope::test_map_pyramid

#include "test_map_pyramid.moc"
