#include <QTest>

#include "near.h"
#include "tensor/packed_matrix.h"
#include "tensor/parallel.h"
#include "test_class.h"

namespace headscope::test_packed_matrix {

class TestPackedMatrix : public QObject {
  Q_OBJECT
 private slots:
  void multipliesByHand();
  void scales();
  void addsATransposedProduct_data();
  void addsATransposedProduct();
  void addsBiasToEveryRow();
  void holdsWhatWasPacked();
  void packsTransposedColumns();
  void copiesAreOfTheirOwn();
  void smallerAfterLargerHasNoRemains();
  void agreesWithDoublePrecision_data();
  void agreesWithDoublePrecision();
  void writesOnlyItsBlock();
  void emptyInnerDimensionGivesTheBias();
  void aNarrowerResultIsTheFirstColumns();
  void sameOnOneThreadAndInsideAParallelRegion();
};

void TestPackedMatrix::multipliesByHand() {
  const PackedMatrix b(Matrix{{5, 6, 7}, {8, 9, 10}});
  Matrix c(2, 3);
  multiply(Matrix{{1, 2}, {3, 4}}, b, c);
  QCOMPARE(c, (Matrix{{21, 24, 27}, {47, 54, 61}}));
}

void TestPackedMatrix::scales() {
  Matrix c(1, 1);
  multiply(Matrix{{1, 2}}, PackedMatrix(Matrix{{3}, {4}}), c, 0.5F);
  QCOMPARE(c(0, 0), 5.5F);
}

void TestPackedMatrix::addsATransposedProduct_data() {
  QTest::addColumn<int>("depth");
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("columns");
  QTest::newRow("one") << 1 << 1 << 1;
  QTest::newRow("within a tile") << 3 << 5 << 7;
  QTest::newRow("whole tiles") << 20 << 12 << 32;
  QTest::newRow("more than a chunk") << 600 << 13 << 35;
}

void TestPackedMatrix::addsATransposedProduct() {
  QFETCH(int, depth);
  QFETCH(int, rows);
  QFETCH(int, columns);
  const Matrix wide = Matrix::Random(depth, rows + 2);
  const auto a = wide.middleCols(1, rows);  // of longer rows than its own
  const Matrix b = Matrix::Random(depth, columns);
  const Matrix before = Matrix::Random(rows, columns);
  Matrix result = before;
  addTransposedProduct(a, PackedMatrix(b), result);
  const Eigen::MatrixXd expected =
      before.cast<double>() + a.cast<double>().transpose() * b.cast<double>();
  QVERIFY(isNear(result, expected.cast<float>(), 2e-5));
}

void TestPackedMatrix::addsBiasToEveryRow() {
  const PackedMatrix w(Matrix{{1, 2}, {3, 4}});
  Matrix c(2, 2);
  affine(Matrix{{1, 0}, {0, 1}}, w, Eigen::RowVectorXf{{10, 20}}, c);
  QCOMPARE(c, (Matrix{{11, 22}, {13, 24}}));
  affine(Matrix{{1, 0}, {0, 1}}, w, Eigen::RowVectorXf(), c);
  QCOMPARE(c, (Matrix{{1, 2}, {3, 4}}));
}

void TestPackedMatrix::holdsWhatWasPacked() {
  const Matrix matrix = Matrix::Random(7, 37);
  const PackedMatrix packed(matrix);
  QCOMPARE(packed.rows(), 7);
  QCOMPARE(packed.cols(), 37);
  QCOMPARE(packed.panels(), 3);
  QCOMPARE(packed(6, 36), matrix(6, 36));
  QCOMPARE(packed.unpacked(), matrix);
}

void TestPackedMatrix::packsTransposedColumns() {
  const Matrix left = Matrix::Random(5, 4);
  const Matrix right = Matrix::Random(30, 4);  // begins within a panel and ends within another
  PackedMatrix packed(4, 35);
  packed.setColumnsTransposed(0, left);
  packed.setColumnsTransposed(5, right);
  QCOMPARE(Matrix(packed.unpacked().leftCols(5)), Matrix(left.transpose()));
  QCOMPARE(Matrix(packed.unpacked().rightCols(30)), Matrix(right.transpose()));
}

void TestPackedMatrix::copiesAreOfTheirOwn() {
  PackedMatrix first(Matrix{{1, 2}});
  const PackedMatrix second = first;
  first.setColumns(0, Matrix{{3, 4}});
  QCOMPARE(second.unpacked(), (Matrix{{1, 2}}));
  QCOMPARE(first.unpacked(), (Matrix{{3, 4}}));
}

void TestPackedMatrix::smallerAfterLargerHasNoRemains() {
  PackedMatrix b(Matrix::Constant(3, 40, 9));
  b.resize(2, 1);
  b.setColumns(0, Matrix{{1}, {2}});
  Matrix c(1, 1);
  multiply(Matrix{{1, 1}}, b, c);
  QCOMPARE(c(0, 0), 3.0F);
  QCOMPARE(b.panel(0)[1], 0.0F);
}

void TestPackedMatrix::agreesWithDoublePrecision_data() {
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("depth");
  QTest::addColumn<int>("columns");
  // Around the kernel's tile rows, panel width, depth chunk and row block.
  for (const int rows : {1, 2, 5, 6, 7, 12, 13, 97, 200}) {
    for (const int depth : {1, 32, 256, 257, 600}) {
      for (const int columns : {1, 16, 17, 48}) {
        QTest::addRow("%dx%dx%d", rows, depth, columns) << rows << depth << columns;
      }
    }
  }
}

void TestPackedMatrix::agreesWithDoublePrecision() {
  QFETCH(const int, rows);
  QFETCH(const int, depth);
  QFETCH(const int, columns);
  const Matrix a = Matrix::Random(rows, depth);
  const Matrix b = Matrix::Random(depth, columns);
  const Eigen::RowVectorXf bias = Eigen::RowVectorXf::Random(columns);
  const Eigen::MatrixXd expected =
      (a.cast<double>() * b.cast<double>()).rowwise() + bias.cast<double>();
  Matrix c(rows, columns);
  affine(a, PackedMatrix(b), bias, c);
  QVERIFY(isNear(c, expected.cast<float>(), 3e-5));
}

void TestPackedMatrix::writesOnlyItsBlock() {
  Matrix big = Matrix::Zero(4, 6);
  big.block(1, 2, 2, 2) << 1, 2, 3, 4;
  Matrix out = Matrix::Constant(3, 5, -1);
  multiply(big.block(1, 2, 2, 2), PackedMatrix(Matrix::Identity(2, 2)), out.block(0, 1, 2, 2));
  QCOMPARE(out, (Matrix{{-1, 1, 2, -1, -1}, {-1, 3, 4, -1, -1}, {-1, -1, -1, -1, -1}}));
}

void TestPackedMatrix::emptyInnerDimensionGivesTheBias() {
  Matrix c(2, 2);
  affine(Matrix(2, 0), PackedMatrix(0, 2), Eigen::RowVectorXf{{1, 2}}, c);
  QCOMPARE(c, (Matrix{{1, 2}, {1, 2}}));
}

void TestPackedMatrix::aNarrowerResultIsTheFirstColumns() {
  const Matrix a{{1, 2}, {3, 4}};
  const PackedMatrix b(Matrix{{1, 0, 5, 7}, {0, 1, 6, 8}});
  Matrix c(2, 3);
  affine(a, b, Eigen::RowVectorXf{{10, 20, 30, 40}}, c);
  QCOMPARE(c, (Matrix{{11, 22, 47}, {13, 24, 69}}));
}

void TestPackedMatrix::sameOnOneThreadAndInsideAParallelRegion() {
  const Matrix a = Matrix::Random(130, 300);
  const PackedMatrix b(Matrix::Random(300, 130));
  Matrix free(130, 130);
  multiply(a, b, free);
  Matrix inside(130, 130);
  parallelPieces(2, [&](Index piece) {
    if (piece == 0) {
      multiply(a, b, inside);
    }
  });
  QCOMPARE(inside, free);
}

HEADSCOPE_TEST(TestPackedMatrix)

}  // namespace headscope::test_packed_matrix

#include "test_packed_matrix.moc"
