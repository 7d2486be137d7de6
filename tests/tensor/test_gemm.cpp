#include <QTest>

#include "near.h"
#include "tensor/gemm.h"

using namespace headscope;

class TestGemm : public QObject {
  Q_OBJECT
 private slots:
  void multipliesByHand();
  void transposesTheSecond();
  void scalesAndAccumulates();
  void addsBiasToEveryRow();
  void worksOnBlocksOfLargerMatrices();
  void agreesWithEigenOnOddSizes();
  void emptyInnerDimensionGivesZero();
};

void TestGemm::multipliesByHand() {
  const Matrix a{{1, 2}, {3, 4}};
  const Matrix b{{5, 6, 7}, {8, 9, 10}};
  Matrix c(2, 3);
  multiply(a, b, c);
  QCOMPARE(c, (Matrix{{21, 24, 27}, {47, 54, 61}}));
}

void TestGemm::transposesTheSecond() {
  const Matrix a{{1, 2, 3}};
  const Matrix b{{1, 0, 1}, {0, 1, 0}};
  Matrix c(1, 2);
  multiplyTransposed(a, b, c, 0.5F);
  QCOMPARE(c, (Matrix{{2, 1}}));
}

void TestGemm::scalesAndAccumulates() {
  const Matrix a{{1, 2}};
  const Matrix b{{3}, {4}};
  Matrix c{{100}};
  multiply(a, b, c, 2, Accumulate::yes);
  QCOMPARE(c(0, 0), 122.0F);
}

void TestGemm::addsBiasToEveryRow() {
  const Matrix a{{1, 0}, {0, 1}};
  const Matrix w{{1, 2}, {3, 4}};
  Matrix c(2, 2);
  affine(a, w, Eigen::RowVectorXf{{10, 20}}, c);
  QCOMPARE(c, (Matrix{{11, 22}, {13, 24}}));
  affine(a, w, Eigen::RowVectorXf(), c);
  QCOMPARE(c, w);
}

void TestGemm::worksOnBlocksOfLargerMatrices() {
  Matrix big = Matrix::Zero(4, 6);
  big.block(1, 2, 2, 2) << 1, 2, 3, 4;
  Matrix out = Matrix::Constant(3, 5, -1);
  multiply(big.block(1, 2, 2, 2), Matrix::Identity(2, 2), out.block(1, 3, 2, 2));
  QCOMPARE(Matrix(out.block(1, 3, 2, 2)), (Matrix{{1, 2}, {3, 4}}));
  QCOMPARE(out(0, 3), -1.0F);
  QCOMPARE(out(1, 2), -1.0F);
}

void TestGemm::agreesWithEigenOnOddSizes() {
  std::srand(7);
  for (const auto& [m, k, n] : {std::array{1, 1, 1}, {17, 33, 65}, {3, 384, 5}, {129, 31, 77}}) {
    const Matrix a = Matrix::Random(m, k);
    const Matrix b = Matrix::Random(k, n);
    Matrix c(m, n);
    multiply(a, b, c);
    QVERIFY(isNear(c, a * b, 2e-5));
    multiplyTransposed(a, Matrix(b.transpose()), c);
    QVERIFY(isNear(c, a * b, 2e-5));
  }
}

void TestGemm::emptyInnerDimensionGivesZero() {
  Matrix c = Matrix::Constant(2, 2, 9);
  multiply(Matrix(2, 0), Matrix(0, 2), c);
  QCOMPARE(c, Matrix(Matrix::Zero(2, 2)));
}

QTEST_GUILESS_MAIN(TestGemm)
#include "test_gemm.moc"
