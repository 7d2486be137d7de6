#include <algorithm>

#include <QTest>

#include "model/token_embedding.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_token_embedding {

class TestTokenEmbedding : public QObject {
  Q_OBJECT
 private slots:
  void addsWordPositionAndType();
  void normsWhereTheModelDoes();
  void scalesTheWordsAlone();
  void positionsMaySkipPadding();
  void positionsMayFollowTheMask();
  void projects();
  void roomIsWhatTheTableHasLeft();
};

namespace {

TokenEmbedding embedding() {
  TokenEmbedding e;
  e.readWord = [](Index id, std::span<float> row) {
    std::fill(row.begin(), row.end(), static_cast<float>(id));
  };
  e.wordRows = 10;
  e.dWord = 2;
  e.positions = Matrix{{0, 100}, {1, 200}, {2, 300}};
  e.tokenType = Eigen::RowVectorXf{{0.5F, 0.25F}};
  return e;
}

}  // namespace

void TestTokenEmbedding::addsWordPositionAndType() {
  const std::vector<std::int32_t> ids{7, 3};
  QCOMPARE(embedding().embed(ids), (Matrix{{7.5F, 107.25F}, {4.5F, 203.25F}}));
}

void TestTokenEmbedding::normsWhereTheModelDoes() {
  TokenEmbedding e = embedding();
  e.norm = NormWeights{.weight = Eigen::RowVectorXf{{2, 2}}, .bias = Eigen::RowVectorXf{{1, 1}}};
  const std::vector<std::int32_t> ids{7};
  QVERIFY(isNear(e.embed(ids), Matrix{{-1, 3}}, 1e-6));
}

void TestTokenEmbedding::scalesTheWordsAlone() {
  TokenEmbedding e = embedding();
  e.scale = 10;
  const std::vector<std::int32_t> ids{7};
  QCOMPARE(e.embed(ids), (Matrix{{70.5F, 170.25F}}));
}

// Padding has the id 1 and position 1; others count on from there.
void TestTokenEmbedding::positionsMaySkipPadding() {
  TokenEmbedding e = embedding();
  e.tokenType = {};
  e.positions = Matrix{{0, 0}, {0, 100}, {0, 200}, {0, 300}, {0, 400}};
  e.positionRule = PositionRule::unpadded;
  e.padding = 1;
  e.positionOffset = 1;
  const std::vector<std::int32_t> ids{5, 1, 6};
  QCOMPARE(e.embed(ids), (Matrix{{5, 205}, {1, 101}, {6, 306}}));
}

void TestTokenEmbedding::positionsMayFollowTheMask() {
  TokenEmbedding e = embedding();
  e.tokenType = {};
  e.positions = Matrix{{0, 0}, {0, 100}, {0, 200}, {0, 300}, {0, 400}};
  e.positionRule = PositionRule::unmasked;
  e.positionOffset = 2;
  const std::vector<std::int32_t> ids{5, 1, 6};
  QCOMPARE(e.embed(ids), (Matrix{{5, 205}, {1, 301}, {6, 406}}));
  const std::vector<std::uint8_t> mask{0, 1, 1};
  QCOMPARE(e.embed(ids, mask), (Matrix{{5, 105}, {1, 201}, {6, 306}}));
}

void TestTokenEmbedding::projects() {
  TokenEmbedding e = embedding();
  e.tokenType = {};
  e.projection = Affine{.weight = PackedMatrix(Matrix{{1, 0, 2}, {0, 1, 0}}),
                        .bias = Eigen::RowVectorXf{{0, 0, 1}}};
  const std::vector<std::int32_t> ids{7};
  QCOMPARE(e.embed(ids), (Matrix{{7, 107, 15}}));
  // Words alone: positions are added afterwards.
  e.projection.reset();
  e.wordProjection = Affine{.weight = PackedMatrix(Matrix{{2, 0}, {0, 3}})};
  QCOMPARE(e.embed(ids), (Matrix{{14, 121}}));
}

void TestTokenEmbedding::roomIsWhatTheTableHasLeft() {
  TokenEmbedding e = embedding();
  QCOMPARE(e.mostTokens(), Index{3});
  e.positionOffset = 1;
  QCOMPARE(e.mostTokens(), Index{2});
  e.positionRule = PositionRule::unpadded;
  QCOMPARE(e.mostTokens(), Index{1});
  e.positions = {};
  QCOMPARE(e.mostTokens(), Index{0});
}

HEADSCOPE_TEST(TestTokenEmbedding)

}  // namespace headscope::test_token_embedding

#include "test_token_embedding.moc"
