#include <cmath>
#include <limits>
#include <vector>

#include <QTest>

#include "analysis/softmax_sum.h"
#include "near.h"
#include "source/open_model.h"
#include "test_class.h"

namespace headscope::test_softmax_sum {

constexpr float kHidden = std::numeric_limits<float>::lowest();

class TestSoftmaxSum : public QObject {
  Q_OBJECT
 private slots:
  void termsAddUpToTheSum();
  void aHiddenKeyHasNoTerm();
  void aRowThatSeesNothingSeesAllAlike();
  void theOthersAreTheStrongest();
  void hiddenKeysAreNotAmongTheOthers();
  void itIsTheWeightsOfTheTrace_data();
  void itIsTheWeightsOfTheTrace();
};

// e^0, e^-ln 2, e^-ln 4: 1 + 1/2 + 1/4.
void TestSoftmaxSum::termsAddUpToTheSum() {
  const std::vector<float> scores{3 - std::log(2.0F), 3, 3 - std::log(4.0F)};
  const SoftmaxSum sum = softmaxSum(scores);
  QCOMPARE(sum.greatest, 3.0);
  QVERIFY(isNear(sum.terms[0], .5, 1e-6));
  QCOMPARE(sum.terms[1], 1.0);
  QVERIFY(isNear(sum.terms[2], .25, 1e-6));
  QVERIFY(isNear(sum.sum, 1.75, 1e-6));
  QCOMPARE(sum.visible, 3);
}

void TestSoftmaxSum::aHiddenKeyHasNoTerm() {
  const SoftmaxSum sum = softmaxSum(std::vector<float>{-2, kHidden, -2});
  QCOMPARE(sum.terms, (std::vector<double>{1, 0, 1}));
  QCOMPARE(sum.sum, 2.0);
  QCOMPARE(sum.visible, 2);
}

void TestSoftmaxSum::aRowThatSeesNothingSeesAllAlike() {
  const SoftmaxSum sum = softmaxSum(std::vector<float>{kHidden, kHidden});
  QCOMPARE(sum.terms, (std::vector<double>{1, 1}));
  QCOMPARE(sum.sum, 2.0);
  QCOMPARE(sum.visible, 2);
}

void TestSoftmaxSum::theOthersAreTheStrongest() {
  const SoftmaxSum sum{.terms = {.25, 1, .25, .125, .5}, .sum = 2.125, .visible = 5};
  const OtherTerms others = otherTerms(sum, 1, 2);
  QCOMPARE(others.strongest.size(), std::size_t{2});
  QCOMPARE(others.strongest[0].key, 4);
  QCOMPARE(others.strongest[1].key, 0);  // of equals the first
  QCOMPARE(others.strongest[1].value, .25);
  QCOMPARE(others.restCount, 2);
  QCOMPARE(others.restSum, .375);
  QCOMPARE(otherTerms(sum, 1, 9).restCount, 0);
}

void TestSoftmaxSum::hiddenKeysAreNotAmongTheOthers() {
  const SoftmaxSum sum{.terms = {1, .5, 0, 0}, .sum = 1.5, .visible = 2};
  const OtherTerms ofVisible = otherTerms(sum, 0, 1);
  QCOMPARE(ofVisible.strongest.size(), std::size_t{1});
  QCOMPARE(ofVisible.strongest[0].key, 1);
  QCOMPARE(ofVisible.restCount, 0);
  const OtherTerms ofHidden = otherTerms(sum, 3, 1);  // the cell itself is hidden
  QCOMPARE(ofHidden.strongest[0].key, 0);
  QCOMPARE(ofHidden.restCount, 1);
  QCOMPARE(ofHidden.restSum, .5);
}

void TestSoftmaxSum::itIsTheWeightsOfTheTrace_data() {
  QTest::addColumn<std::string>("model");
  QTest::newRow("sandbox") << std::string("sandbox:heads=3,layers=2,mask=causal");
  QTest::newRow("playground") << std::string("playground");
}

void TestSoftmaxSum::itIsTheWeightsOfTheTrace() {
  QFETCH(std::string, model);
  const auto opened = openModel(model);
  QVERIFY(opened);
  const auto run = (*opened)->run(std::string("the animal was too tired"));
  QVERIFY(run);
  const AttentionSource& trace = *run->attention;
  const AttentionShape shape = trace.shape();
  for (int layer = 0; layer < shape.layers; ++layer) {
    for (int head = 0; head < shape.heads; ++head) {
      for (int query = 0; query < shape.nQuery; ++query) {
        const std::vector<float> scores = trace.scores({layer, head}, query);
        const SoftmaxSum sum = softmaxSum(scores);
        const std::vector<float> row = trace.row({layer, head}, query);
        for (std::size_t key = 0; key < row.size(); ++key) {
          const double weight{row[key]};
          QVERIFY(isNear(sum.terms[key] / sum.sum, weight, 1e-6 * weight + 1e-12));
        }
      }
    }
  }
}

HEADSCOPE_TEST(TestSoftmaxSum)

}  // namespace headscope::test_softmax_sum

#include "test_softmax_sum.moc"
