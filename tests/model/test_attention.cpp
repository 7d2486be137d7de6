#include <QTest>

#include "model/attention.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_attention {

class TestAttention : public QObject {
  Q_OBJECT
 private slots:
  void scaledDotByHand();
  void plainDotIsNotScaled();
  void cosineIgnoresLength();
  void cosineOfZeroIsZero();
  void weightsAreTheSoftmaxOfTheScores();
  void fullyMaskedRowIsUniform();
  void attendMixesValuesHeadByHead();
  void rowBlocksChangeNothing();
  void laterQueriesByThemselves();
  void aMaskedRowOfACausalMapIsUniformOverAll();
  void scoresAreCappedThenBiased();
  void aScaleOfItsOwn();
  void headsShareKeysAndValues();
};

void TestAttention::scaledDotByHand() {
  // d_k = 4, so that scores are halved.
  const Matrix q{{1, 1, 0, 0}, {0, 0, 2, 2}};
  const Matrix k{{2, 2, 2, 2}, {1, 0, 1, 0}};
  Matrix scores(2, 2);
  attentionScores({.kind = ScoreKind::scaledDot}, {}, q, k, scores);
  QCOMPARE(scores, (Matrix{{2, 0.5F}, {4, 1}}));
}

void TestAttention::plainDotIsNotScaled() {
  Matrix scores(1, 1);
  attentionScores({.kind = ScoreKind::dot}, {}, Matrix{{1, 2, 3, 4}}, Matrix{{1, 1, 1, 1}}, scores);
  QCOMPARE(scores(0, 0), 10.0F);
}

void TestAttention::cosineIgnoresLength() {
  Matrix scores(1, 2);
  attentionScores({.kind = ScoreKind::cosine}, {}, Matrix{{3, 4}}, Matrix{{30, 40}, {-4, 3}},
                  scores);
  QVERIFY(isNear(scores, Matrix{{1, 0}}, 1e-6));
}

void TestAttention::cosineOfZeroIsZero() {
  Matrix scores(1, 1);
  attentionScores({.kind = ScoreKind::cosine}, {}, Matrix{{0, 0}}, Matrix{{1, 1}}, scores);
  QCOMPARE(scores(0, 0), 0.0F);
}

void TestAttention::weightsAreTheSoftmaxOfTheScores() {
  // Scores ln 1, ln 2, ln 5 for one query.
  const Matrix k{{0}, {0.69314718F}, {1.60943791F}};
  Matrix weights(1, 3);
  attentionWeights({.kind = ScoreKind::dot}, HeadSight({}, {}, {}), {}, Matrix{{1}}, k, weights);
  QVERIFY(isNear(weights, Matrix{{0.125F, 0.25F, 0.625F}}, 1e-6));
  attentionWeights({.kind = ScoreKind::dot}, HeadSight({.keyVisible = {1, 1, 0}}, {}, {}), {},
                   Matrix{{1}}, k, weights);
  QVERIFY(isNear(weights, Matrix{{1.0F / 3, 2.0F / 3, 0}}, 1e-6));
}

void TestAttention::fullyMaskedRowIsUniform() {
  Matrix weights(1, 2);
  attentionWeights({.kind = ScoreKind::dot}, HeadSight({.keyVisible = {0, 0}}, {}, {}), {},
                   Matrix{{1}}, Matrix{{5}, {7}}, weights);
  QCOMPARE(weights, (Matrix{{0.5F, 0.5F}}));
}

// Of rows that hold all queries, all keys and all values side by side.
static Projections parts(const BlockConfig& config, const Matrix& rows) {
  return {.query = rows.leftCols(config.dHeads()),
          .key = rows.middleCols(config.dHeads(), config.dKeys()),
          .value = rows.rightCols(config.dKeys())};
}

void TestAttention::attendMixesValuesHeadByHead() {
  // Two heads of d_k 1. Head 0: equal keys, so that values are averaged; head 1: causal first row.
  const BlockConfig config{.dModel = 1, .heads = 2, .dK = 1, .score = {.kind = ScoreKind::dot}};
  //            q0 q1 k0 k1 v0  v1
  const Matrix qkv{{1, 0, 3, 0, 10, 1}, {1, 0, 3, 0, 20, 2}};
  Matrix out(2, 2);
  AttentionWorkspace workspace;
  attend(config, {.causal = true}, parts(config, qkv), 0, workspace, out);
  QVERIFY(isNear(out, Matrix{{10, 1}, {15, 1.5F}}, 1e-6));
}

void TestAttention::rowBlocksChangeNothing() {
  // 150 rows are three blocks; the whole map at once must give the same values.
  std::srand(3);
  const BlockConfig config{.dModel = 8, .heads = 2, .dK = 5};
  const Matrix qkv = Matrix::Random(150, 30) * 3;
  Matrix out(150, 10);
  AttentionWorkspace workspace;
  attend(config, {.causal = true}, parts(config, qkv), 0, workspace, out);
  for (Index head = 0; head < 2; ++head) {
    Matrix weights(150, 150);
    attentionWeights(config.score, HeadSight({.causal = true}, {}, {}), {},
                     qkv.middleCols(head * 5, 5), qkv.middleCols(10 + head * 5, 5), weights);
    QVERIFY(isNear(out.middleCols(head * 5, 5), weights * qkv.middleCols(20 + head * 5, 5), 2e-6));
  }
}

// The last rows of a text by themselves, with all keys and values, are as they are in the whole.
void TestAttention::laterQueriesByThemselves() {
  std::srand(5);
  const BlockConfig config{
      .dModel = 8,
      .heads = 2,
      .dK = 4,
      .score = {.bias = std::make_shared<DistanceBias>(AlibiBias{.slopes = {0.5F, 0.25F}})}};
  const Matrix qkv = Matrix::Random(100, 24);
  const Projections all = parts(config, qkv);
  AttentionWorkspace workspace;
  Matrix whole(100, 8);
  attend(config, {.causal = true}, all, 0, workspace, whole);
  Matrix end(30, 8);
  attend(config, {.causal = true},
         {.query = qkv.bottomRows(30).leftCols(8), .key = all.key, .value = all.value}, 70,
         workspace, end);
  QVERIFY(isNear(end, whole.bottomRows(30), 1e-6));
}

// A row that sees nothing is uniform over all keys, also over those after it.
void TestAttention::aMaskedRowOfACausalMapIsUniformOverAll() {
  const BlockConfig config{.dModel = 1, .heads = 1, .dK = 1, .score = {.kind = ScoreKind::dot}};
  const Matrix qkv{{1, 3, 10}, {1, 3, 20}};
  Matrix out(2, 1);
  AttentionWorkspace workspace;
  attend(config, {.causal = true, .keyVisible = {0, 1}}, parts(config, qkv), 0, workspace, out);
  QVERIFY(isNear(out, Matrix{{15}, {20}}, 1e-6));
}

// 4 tanh(q·k / 4), and half of the distance.
void TestAttention::scoresAreCappedThenBiased() {
  const ScoreRule rule{.kind = ScoreKind::dot,
                       .cap = 4,
                       .bias = std::make_shared<DistanceBias>(AlibiBias{.slopes = {9, 0.5F}})};
  Matrix scores(1, 3);
  attentionScores(rule, {.head = 1, .firstQuery = 1}, Matrix{{2}}, Matrix{{1}, {2}, {-100}},
                  scores);
  QVERIFY(isNear(scores, Matrix{{4 * std::tanh(0.5F) - 0.5F, 4 * std::tanh(1.0F), -3.5F}}, 1e-6));
}

void TestAttention::aScaleOfItsOwn() {
  Matrix scores(1, 1);
  attentionScores({.scale = 0.1F}, {}, Matrix{{2, 3}}, Matrix{{4, 5}}, scores);
  QVERIFY(isNear(scores(0, 0), 2.3, 1e-6));
  QCOMPARE(ScoreRule{}.scaleFor(16), 0.25F);
  QCOMPARE(ScoreRule{.kind = ScoreKind::dot}.scaleFor(16), 1.0F);
}

// Four heads over two of keys and values are the same as four whose keys and values are repeated.
void TestAttention::headsShareKeysAndValues() {
  std::srand(4);
  const Index n = 6;
  const BlockConfig shared{.dModel = 8, .heads = 4, .keyValueHeads = 2, .dK = 3};
  const BlockConfig own{.dModel = 8, .heads = 4, .dK = 3};
  const Matrix few = Matrix::Random(n, shared.dProjections());
  QCOMPARE(few.cols(), Index{12 + 6 + 6});
  Matrix all(n, own.dProjections());
  all.leftCols(12) = few.leftCols(12);
  for (Index head = 0; head < 4; ++head) {
    all.middleCols(12 + head * 3, 3) = few.middleCols(12 + head / 2 * 3, 3);
    all.middleCols(24 + head * 3, 3) = few.middleCols(18 + head / 2 * 3, 3);
  }
  AttentionWorkspace workspace;
  Matrix expected(n, 12);
  attend(own, {}, parts(own, all), 0, workspace, expected);
  Matrix out(n, 12);
  attend(shared, {}, parts(shared, few), 0, workspace, out);
  QVERIFY(isNear(out, expected, 1e-6));
}

HEADSCOPE_TEST(TestAttention)

}  // namespace headscope::test_attention

#include "test_attention.moc"
