#include <limits>

#include <QTest>

#include "near.h"
#include "render/folded_matrix.h"
#include "test_class.h"

namespace headscope::test_folded_matrix {

namespace {

constexpr float kHidden = std::numeric_limits<float>::lowest();

}  // namespace

class TestFoldedMatrix : public QObject {
  Q_OBJECT
 private slots:
  void aSmallMatrixStaysAsItIs();
  void noHotCellVanishes();
  void everyCellHasItsPixel();
  void hiddenCellsGiveWayToOthers();
  void outliersDoNotMakeTheRestPale();
};

void TestFoldedMatrix::aSmallMatrixStaysAsItIs() {
  const Matrix matrix = Matrix::Random(3, kMostFolded);
  QVERIFY(isNear(folded(matrix).values, matrix, 0));
}

void TestFoldedMatrix::noHotCellVanishes() {
  Matrix matrix = Matrix::Constant(500, 1536, 0.1F);
  matrix(377, 1000) = -9;
  matrix(0, 0) = 5;
  const FoldedMatrix small = folded(matrix);
  QCOMPARE(small.values.rows(), kFoldedTo);
  QCOMPARE(small.values.cols(), kFoldedTo);
  QCOMPARE(small.rows, Index{500});
  const Index row = small.pixelOfRow(377);
  const Index col = small.pixelOfCol(1000);
  QCOMPARE(small.values(row, col), -9.0F);
  QCOMPARE(small.values(0, 0), 5.0F);
  const MatrixCell cell = cellOfPixel(matrix, small.rowsOf(row), small.colsOf(col));
  QVERIFY((cell == MatrixCell{377, 1000}));
}

void TestFoldedMatrix::everyCellHasItsPixel() {
  for (const Index count : {Index{1}, Index{48}, Index{49}, Index{100}, Index{511}}) {
    const FoldedMatrix small = folded(Matrix::Zero(count, 2));
    Index next = 0;
    for (Index pixel = 0; pixel < small.values.rows(); ++pixel) {
      const FoldedSpan span = small.rowsOf(pixel);
      QCOMPARE(span.first, next);
      QVERIFY(span.last >= span.first);
      next = span.last + 1;
      QCOMPARE(small.pixelOfRow(span.first), pixel);
      QCOMPARE(small.pixelOfRow(span.last), pixel);
    }
    QCOMPARE(next, count);
  }
}

void TestFoldedMatrix::hiddenCellsGiveWayToOthers() {
  Matrix scores = Matrix::Constant(64, 64, kHidden);
  scores(1, 1) = 0.25F;
  const FoldedMatrix small = folded(scores);
  QCOMPARE(small.values(0, 0), 0.25F);
  QVERIFY(std::isnan(small.values(5, 5)));
}

void TestFoldedMatrix::outliersDoNotMakeTheRestPale() {
  Matrix matrix = Matrix::Constant(20, 20, 1);
  matrix(3, 3) = 1000;
  QVERIFY(isNear(double{foldedReach(folded(matrix))}, 1.25, 1e-6));
  // Of one number beside zeros it is that number.
  Matrix lonely = Matrix::Zero(20, 20);
  lonely(3, 3) = -7;
  QCOMPARE(foldedReach(folded(lonely)), 7.0F);
  QCOMPARE(foldedReach(folded(Matrix::Zero(2, 2))), 1.0F);
}

HEADSCOPE_TEST(TestFoldedMatrix)

}  // namespace headscope::test_folded_matrix

#include "test_folded_matrix.moc"
