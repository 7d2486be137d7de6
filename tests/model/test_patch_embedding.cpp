#include <QTest>

#include "model/patch_embedding.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_patch_embedding {

class TestPatchEmbedding : public QObject {
  Q_OBJECT
 private slots:
  void patchesAreLinearLayersOfTheirPixels();
  void specialTokensComeFirst();
  void whatFillsNoPatchIsNotSeen();
  void channelsComeOneAfterTheOther();
};

namespace {

// The linear layer of a matrix that is written down.
Affine layer(const Matrix& weight, const Eigen::RowVectorXf& bias) {
  Affine result{.weight = PackedMatrix(weight.rows(), weight.cols()), .bias = bias};
  result.weight.setColumns(0, weight);
  return result;
}

// Patches of 2 x 2 in an image of one channel: the sum of a patch's pixels, and its first pixel
// with 0.5 added.
PatchEmbedding embedding(int height, int width) {
  PatchEmbedding e{
      .imageHeight = height,
      .imageWidth = width,
      .patchSize = 2,
      .channels = 1,
      .projection = layer(Matrix{{1, 1}, {1, 0}, {1, 0}, {1, 0}}, Eigen::RowVectorXf{{0, 0.5F}}),
      .specials = Matrix(0, 2)};
  e.positions = Matrix::Zero(e.mostTokens(), 2);
  return e;
}

}  // namespace

void TestPatchEmbedding::patchesAreLinearLayersOfTheirPixels() {
  const Matrix pixels{{1, 2, 3, 4,     //
                       5, 6, 7, 8,     //
                       9, 10, 11, 12,  //
                       13, 14, 15, 16}};
  QVERIFY(isNear(embedding(4, 4).embed(pixels),
                 Matrix{{14, 1.5F}, {22, 3.5F}, {46, 9.5F}, {54, 11.5F}}, 1e-5));
}

void TestPatchEmbedding::specialTokensComeFirst() {
  PatchEmbedding e = embedding(2, 4);
  e.specials = Matrix{{7, 8}, {9, 10}};
  e.positions = Matrix{{100, 0}, {200, 0}, {300, 0}, {400, 0}};
  QCOMPARE(e.mostTokens(), Index{4});
  QVERIFY(isNear(e.embed(Matrix{{1, 1, 2, 2, 1, 1, 2, 2}}),
                 Matrix{{107, 8}, {209, 10}, {304, 1.5F}, {408, 2.5F}}, 1e-4));
}

void TestPatchEmbedding::whatFillsNoPatchIsNotSeen() {
  const PatchEmbedding e = embedding(3, 5);
  QCOMPARE(e.rows(), 1);
  QCOMPARE(e.columns(), 2);
  const Matrix pixels{{1, 1, 2, 2, 99,  //
                       1, 1, 2, 2, 99,  //
                       99, 99, 99, 99, 99}};
  QVERIFY(isNear(e.embed(pixels), Matrix{{4, 1.5F}, {8, 2.5F}}, 1e-5));
}

void TestPatchEmbedding::channelsComeOneAfterTheOther() {
  PatchEmbedding e{.imageHeight = 1,
                   .imageWidth = 2,
                   .patchSize = 1,
                   .channels = 3,
                   .projection = layer(Matrix{{100}, {10}, {1}}, Eigen::RowVectorXf{{0}}),
                   .specials = Matrix(0, 1),
                   .positions = Matrix::Zero(2, 1)};
  QVERIFY(isNear(e.embed(Matrix{{1, 2}, {3, 4}, {5, 6}}), Matrix{{135}, {246}}, 1e-4));
}

HEADSCOPE_TEST(TestPatchEmbedding)

}  // namespace headscope::test_patch_embedding

#include "test_patch_embedding.moc"
