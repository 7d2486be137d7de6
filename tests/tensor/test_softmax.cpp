#include <limits>
#include <vector>

#include <QTest>

#include "near.h"
#include "tensor/softmax.h"
#include "test_class.h"

namespace headscope::test_softmax {

class TestSoftmax : public QObject {
  Q_OBJECT
 private slots:
  void threeLogitsByHand();
  void hugeLogitsDoNotOverflow();
  void maskedKeysGetExactlyZero();
  void allMaskedRowIsUniform();
  void agreesWithDoublePrecisionAtEveryLength();
  void emptyRowIsLeftAlone();
  void everyRowOfAMatrix();
};

void TestSoftmax::threeLogitsByHand() {
  // e^0, e^ln2, e^ln5: 1, 2 and 5 of 8.
  std::vector<float> row{0.0F, 0.69314718F, 1.60943791F};
  softmax(row);
  QVERIFY(isNear(row[0], 0.125, 1e-7));
  QVERIFY(isNear(row[1], 0.25, 1e-7));
  QVERIFY(isNear(row[2], 0.625, 1e-7));
}

void TestSoftmax::hugeLogitsDoNotOverflow() {
  std::vector<float> row{1e30F, 1e30F, -1e30F};
  softmax(row);
  QCOMPARE(row, (std::vector<float>{0.5F, 0.5F, 0.0F}));
}

void TestSoftmax::maskedKeysGetExactlyZero() {
  std::vector<float> row{1.0F, std::numeric_limits<float>::lowest(), 1.0F};
  softmax(row);
  QCOMPARE(row, (std::vector<float>{0.5F, 0.0F, 0.5F}));
}

void TestSoftmax::allMaskedRowIsUniform() {
  std::vector<float> row(5, std::numeric_limits<float>::lowest());
  softmax(row);
  for (const float weight : row) {
    QVERIFY(isNear(weight, 0.2, 1e-7));
  }
}

void TestSoftmax::agreesWithDoublePrecisionAtEveryLength() {
  for (int n = 1; n <= 70; ++n) {
    std::vector<float> row(static_cast<std::size_t>(n));
    for (int j = 0; j < n; ++j) {
      row[static_cast<std::size_t>(j)] = static_cast<float>((j * 37 + 11) % 23) - 11.0F;
    }
    std::vector<double> expected(row.begin(), row.end());
    double sum = 0;
    for (double& x : expected) {
      x = std::exp(x);
      sum += x;
    }
    softmax(row);
    for (std::size_t j = 0; j < row.size(); ++j) {
      QVERIFY(isNear(row[j], expected[j] / sum, 2e-7));
    }
  }
}

void TestSoftmax::emptyRowIsLeftAlone() {
  softmax({});
  Matrix none(3, 0);
  softmaxRows(none);
  QCOMPARE(none.size(), 0);
}

void TestSoftmax::everyRowOfAMatrix() {
  Matrix m{{0, 0}, {0, 1.09861229F}};
  softmaxRows(m);
  QVERIFY(isNear(m, Matrix{{0.5F, 0.5F}, {0.25F, 0.75F}}, 1e-7));
}

HEADSCOPE_TEST(TestSoftmax)

}  // namespace headscope::test_softmax

#include "test_softmax.moc"
