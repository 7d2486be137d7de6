#include <QTest>

#include "model/output_head.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_output_head {

class TestOutputHead : public QObject {
  Q_OBJECT
 private slots:
  void logitsAreProductsWithTheWords();
  void aBiasIsAddedForEachWord();
  void aCapBendsThem();
  void maskedModelsTransformFirst();
  void moreWordsThanOneTurnTakes();
};

namespace {

// Word i is (i, 1).
OutputHead head(Index words) {
  return {.readWord =
              [](Index id, std::span<float> row) {
                row[0] = static_cast<float>(id);
                row[1] = 1;
              },
          .wordRows = words,
          .dWord = 2};
}

}  // namespace

void TestOutputHead::logitsAreProductsWithTheWords() {
  QCOMPARE(head(3).logits(Matrix{{2, 5}, {0, 1}}), (Matrix{{5, 7, 9}, {1, 1, 1}}));
}

void TestOutputHead::aBiasIsAddedForEachWord() {
  OutputHead biased = head(2);
  biased.bias = Eigen::RowVectorXf{{10, 20}};
  QCOMPARE(biased.logits(Matrix{{2, 5}}), (Matrix{{15, 27}}));
}

void TestOutputHead::aCapBendsThem() {
  OutputHead capped = head(2);
  capped.cap = 4;
  QVERIFY(isNear(capped.logits(Matrix{{2, 5}}),
                 Matrix{{4 * std::tanh(1.25F), 4 * std::tanh(1.75F)}}, 1e-6));
}

// ReLU(x · 1 + (0, -7)) = (2, 0), whose norm is (1, -1) doubled and moved by 3: (5, 1).
void TestOutputHead::maskedModelsTransformFirst() {
  OutputHead masked = head(2);
  masked.dense =
      Affine{.weight = PackedMatrix(Matrix::Identity(2, 2)), .bias = Eigen::RowVectorXf{{0, -7}}};
  masked.activation = Activation::relu;
  masked.norm =
      NormWeights{.weight = Eigen::RowVectorXf{{2, 2}}, .bias = Eigen::RowVectorXf{{3, 3}}};
  QVERIFY(isNear(masked.logits(Matrix{{2, 5}}), Matrix{{1, 6}}, 1e-5));
}

void TestOutputHead::moreWordsThanOneTurnTakes() {
  const Matrix logits = head(1000).logits(Matrix{{1, 0}});
  for (Index id = 0; id < 1000; ++id) {
    QCOMPARE(logits(0, id), static_cast<float>(id));
  }
}

HEADSCOPE_TEST(TestOutputHead)

}  // namespace headscope::test_output_head

#include "test_output_head.moc"
