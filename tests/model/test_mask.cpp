#include <limits>

#include <QTest>

#include "model/mask.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_mask {

namespace {
constexpr float kMasked = std::numeric_limits<float>::lowest();
}

class TestMask : public QObject {
  Q_OBJECT
 private slots:
  void noneChangesNothing();
  void causalHidesTheFuture();
  void causalKnowsWhereABlockOfRowsStarts();
  void paddingHidesKeysForEveryQuery();
  void customAndCausalAddUp();
  void visibleSaysTheSame();
  void reachHidesWhatIsTooFar();
  void reachAndCausalAddUp();
  void seenKeysEndWhereNoQuerySeesMore();
};

void TestMask::noneChangesNothing() {
  Matrix scores = Matrix::Constant(2, 2, 3);
  applyMask({}, {}, 0, scores);
  QCOMPARE(scores, Matrix(Matrix::Constant(2, 2, 3)));
}

void TestMask::causalHidesTheFuture() {
  Matrix scores = Matrix::Ones(3, 3);
  applyMask({.causal = true}, {}, 0, scores);
  QCOMPARE(scores, (Matrix{{1, kMasked, kMasked}, {1, 1, kMasked}, {1, 1, 1}}));
}

void TestMask::causalKnowsWhereABlockOfRowsStarts() {
  Matrix scores = Matrix::Ones(2, 4);
  applyMask({.causal = true}, {}, 2, scores);
  QCOMPARE(scores, (Matrix{{1, 1, 1, kMasked}, {1, 1, 1, 1}}));
}

void TestMask::paddingHidesKeysForEveryQuery() {
  Matrix scores = Matrix::Ones(2, 3);
  applyMask({.keyVisible = {1, 1, 0}}, {}, 0, scores);
  QCOMPARE(scores, (Matrix{{1, 1, kMasked}, {1, 1, kMasked}}));
}

void TestMask::customAndCausalAddUp() {
  Mask mask{.causal = true};
  mask.custom.resize(2, 2);
  mask.custom << 1, 1, 0, 1;
  Matrix scores = Matrix::Ones(2, 2);
  applyMask(mask, {}, 0, scores);
  QCOMPARE(scores, (Matrix{{1, kMasked}, {kMasked, 1}}));
}

void TestMask::visibleSaysTheSame() {
  const Mask mask{.causal = true, .keyVisible = {1, 0, 1}};
  QVERIFY(mask.visible(2, 0));
  QVERIFY(!mask.visible(2, 1));
  QVERIFY(mask.visible(2, 2));
  QVERIFY(!mask.visible(1, 2));
}

void TestMask::reachHidesWhatIsTooFar() {
  const Reach reach{.back = 1, .ahead = 0};
  Matrix scores = Matrix::Ones(2, 4);
  applyMask({}, reach, 2, scores);
  QCOMPARE(scores, (Matrix{{kMasked, 1, 1, kMasked}, {kMasked, kMasked, 1, 1}}));
  QVERIFY(reach.sees(2, 1) && reach.sees(2, 2));
  QVERIFY(!reach.sees(2, 0) && !reach.sees(2, 3));
  const Reach both{.back = 1, .ahead = 1};
  Matrix wide = Matrix::Ones(3, 3);
  applyMask({}, both, 0, wide);
  QCOMPARE(wide, (Matrix{{1, 1, kMasked}, {1, 1, 1}, {kMasked, 1, 1}}));
}

void TestMask::reachAndCausalAddUp() {
  Matrix scores = Matrix::Ones(3, 3);
  applyMask({.causal = true, .keyVisible = {1, 0, 1}}, {.back = 1, .ahead = 1}, 0, scores);
  QCOMPARE(scores, (Matrix{{1, kMasked, kMasked}, {1, kMasked, kMasked}, {kMasked, kMasked, 1}}));
}

void TestMask::seenKeysEndWhereNoQuerySeesMore() {
  QCOMPARE(seenKeys({}, {}, 3, 10), Index{10});
  QCOMPARE(seenKeys({.causal = true}, {}, 3, 10), Index{4});
  QCOMPARE(seenKeys({.causal = true}, {}, 9, 10), Index{10});
  QCOMPARE(seenKeys({}, {.ahead = 2}, 3, 10), Index{6});
  QCOMPARE(seenKeys({}, {.ahead = 2}, 8, 10), Index{10});
  QCOMPARE(seenKeys({.causal = true}, {.back = 1}, 3, 10), Index{4});
  QCOMPARE(seenKeys({.causal = true, .keyVisible = {0, 1, 1}}, {}, 0, 3), Index{3});
}

HEADSCOPE_TEST(TestMask)

}  // namespace headscope::test_mask

#include "test_mask.moc"
