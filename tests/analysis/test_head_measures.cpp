#include <cmath>

#include <QTest>

#include "analysis/head_measures.h"
#include "test_class.h"

namespace headscope::test_head_measures {

class TestHeadMeasures : public QObject {
  Q_OBJECT
 private slots:
  void ofAMapByHand();
  void perfectHeadsScoreOne_data();
  void perfectHeadsScoreOne();
  void rowsOfSpecialTokensDoNotCount();
  void uniformRowsAreBroad();
  void onlyOtherOccurrencesAreTheSameToken();
  void nothingCounts();
  void repetition();
  void overlap();
};

namespace {

TokenRoles plain(std::vector<std::int32_t> ids) {
  const std::size_t n = ids.size();
  return {.ids = std::move(ids),
          .special = std::vector<std::uint8_t>(n),
          .punctuation = std::vector<std::uint8_t>(n)};
}

void isClose(double actual, double expected) {
  QVERIFY2(std::abs(actual - expected) < 1e-7, qPrintable(QString::number(actual, 'g', 12)));
}

}  // namespace

// Sums of rows by hand; the entropies are 0, 0.693147181 and 1.029653014 nats.
void TestHeadMeasures::ofAMapByHand() {
  Matrix map(3, 3);
  map << 1, 0, 0, .5F, .5F, 0, .2F, .3F, .5F;
  const HeadMeasures measures = measureHead(map, plain({5, 6, 7}), KeysSeen::upToItself);
  isClose(measures.previous, .4);
  isClose(measures.next, 0);
  isClose(measures.self, 2.0 / 3);
  isClose(measures.first, .35);
  isClose(measures.distance, .4);
  isClose(measures.entropy, .574266732);
  isClose(measures.spread, (1 + 1.029653014 / std::log(3.0)) / 2);
  QCOMPARE(measures.special, 0.0);
  QCOMPARE(measures.sameToken, 0.0);
}

void TestHeadMeasures::perfectHeadsScoreOne_data() {
  QTest::addColumn<int>("offset");
  QTest::newRow("previous") << -1;
  QTest::newRow("itself") << 0;
  QTest::newRow("next") << 1;
}

void TestHeadMeasures::perfectHeadsScoreOne() {
  QFETCH(int, offset);
  Matrix map = Matrix::Zero(5, 5);
  for (Index row = 0; row < 5; ++row) {
    map(row, std::clamp<Index>(row + offset, 0, 4)) = 1;
  }
  const HeadMeasures measures = measureHead(map, plain({1, 2, 3, 4, 5}), KeysSeen::all);
  const double scores[] = {measures.previous, measures.self, measures.next};
  isClose(scores[offset + 1], 1);
  QVERIFY(scores[(offset + 2) % 3] < .3);
  QVERIFY(scores[(offset + 3) % 3] < .3);
  isClose(measures.entropy, 0);
}

void TestHeadMeasures::rowsOfSpecialTokensDoNotCount() {
  Matrix map(4, 4);
  map << 0, 1, 0, 0,     //
      .25F, 0, .75F, 0,  //
      0, 0, .5F, .5F,    //
      1, 0, 0, 0;
  TokenRoles roles = plain({101, 7, 8, 102});
  roles.special = {1, 0, 0, 1};
  roles.punctuation = {0, 0, 1, 0};
  const HeadMeasures measures = measureHead(map, roles, KeysSeen::all);
  isClose(measures.special, (.25 + .5) / 2);
  isClose(measures.punctuation, (.75 + .5) / 2);
  isClose(measures.first, .125);
  isClose(measures.next, (.75 + .5) / 2);
}

void TestHeadMeasures::uniformRowsAreBroad() {
  const Matrix map = Matrix::Constant(8, 8, .125F);
  const HeadMeasures measures = measureHead(map, plain({1, 2, 3, 4, 5, 6, 7, 8}), KeysSeen::all);
  isClose(measures.spread, 1);
  isClose(measures.entropy, std::log(8.0));
}

void TestHeadMeasures::onlyOtherOccurrencesAreTheSameToken() {
  Matrix map(3, 3);
  map << .5F, 0, .5F, 0, 1, 0, .75F, 0, .25F;
  const TokenRoles roles = plain({9, 4, 9});
  isClose(measureHead(map, roles, KeysSeen::all).sameToken, (.5 + .75) / 2);
  // The first has no other before it.
  isClose(measureHead(map, roles, KeysSeen::upToItself).sameToken, .75);
}

void TestHeadMeasures::nothingCounts() {
  TokenRoles roles = plain({101});
  roles.special = {1};
  const HeadMeasures measures = measureHead(Matrix::Ones(1, 1), roles, KeysSeen::all);
  QCOMPARE(measures.self, 0.0);
  QCOMPARE(measures.spread, 0.0);
  QCOMPARE(measureHead(Matrix(0, 0), plain({}), KeysSeen::all).entropy, 0.0);
}

// [BOS] a b c a b c: the second "a" (row 4) looks at the first "b" (row 2).
void TestHeadMeasures::repetition() {
  Matrix map = Matrix::Zero(7, 7);
  map(4, 2) = 1;
  map(5, 3) = .5F;
  map(5, 2) = .25F;
  map(6, 4) = .75F;
  const RepetitionMeasures measures = measureRepetition(map, 1, 3);
  isClose(measures.induction, (1 + .5 + .75) / 3);
  isClose(measures.duplicate, .25 / 3);
}

void TestHeadMeasures::overlap() {
  Matrix first(2, 2);
  first << .75F, .25F, 0, 1;
  Matrix second(2, 2);
  second << .25F, .75F, 0, 1;
  QCOMPARE(mapOverlap(first, first), 1.0);
  QCOMPARE(mapOverlap(first, second), .75);
}

HEADSCOPE_TEST(TestHeadMeasures)

}  // namespace headscope::test_head_measures

#include "test_head_measures.moc"
