#include <limits>
#include <numeric>

#include <QTest>

#include "model/attention.h"
#include "model/layer_recorder.h"
#include "model/trace.h"
#include "near.h"
#include "small_model.h"
#include "test_class.h"

namespace headscope::test_trace {

class TestTrace : public QObject {
  Q_OBJECT
 private slots:
  void mapsAreWhatTheForwardPassUsed();
  void rowsAndMapAgree();
  void arithmeticAddsUp_data();
  void arithmeticAddsUp();
  void maskedCellSaysSo();
  void arithmeticHasCapAndBias();
  void theScoresOfARowAreThoseOfItsCells();
  void headsShareTheirKeys();
  void poolingKeepsTheHottestCell();
  void memoryIsThatOfQueriesAndKeys();
  void layersBecomeKnownInTheirOrder();
};

namespace {

BlockConfig config(ScoreKind score) {
  return {.dModel = 6,
          .heads = 3,
          .dK = 4,
          .dFeedForward = 5,
          .score = {.kind = score},
          .normEpsilon = 1e-5F};
}

std::shared_ptr<const Trace> traced(const BlockConfig& block, const Mask& mask, Index n) {
  const Transformer model = smallModel(block, 2);
  Matrix x = Matrix::Random(n, block.dModel);
  Activations activations;
  TraceRecorder recorder(std::make_shared<Trace>(model, mask, n));
  model.forward(x, mask, activations, recorder);
  return recorder.trace();
}

}  // namespace

void TestTrace::mapsAreWhatTheForwardPassUsed() {
  const BlockConfig block = config(ScoreKind::scaledDot);
  const Transformer model = smallModel(block, 2);
  const Matrix x = Matrix::Random(7, 6);
  Activations activations;
  TraceRecorder recorder(std::make_shared<Trace>(model, Mask{.causal = true}, 7));
  Matrix first = x;
  model.forward(first, {.causal = true}, activations, recorder);
  const Trace& trace = *recorder.trace();
  QCOMPARE(trace.shape(), (AttentionShape{.layers = 2, .heads = 3, .nQuery = 7, .nKey = 7}));
  for (int layer = 0; layer < 2; ++layer) {
    LayerRecorder stages(layer);
    Matrix again = x;
    model.forward(again, {.causal = true}, activations, stages);
    for (int head = 0; head < 3; ++head) {
      QVERIFY(isNear(trace.map({layer, head}), *stages.find(Stage::weights, head), 1e-6));
    }
  }
}

void TestTrace::rowsAndMapAgree() {
  const auto held = traced(config(ScoreKind::scaledDot), {}, 9);
  const Trace& trace = *held;
  const Matrix map = trace.map({1, 2});
  for (int i = 0; i < 9; ++i) {
    const std::vector<float> row = trace.row({1, 2}, i);
    QVERIFY(isNear(map.row(i).sum(), 1, 1e-6));
    for (int j = 0; j < 9; ++j) {
      QVERIFY(isNear(row[static_cast<std::size_t>(j)], map(i, j), 1e-6));
    }
  }
}

void TestTrace::arithmeticAddsUp_data() {
  QTest::addColumn<int>("score");
  QTest::newRow("scaled dot") << static_cast<int>(ScoreKind::scaledDot);
  QTest::newRow("dot") << static_cast<int>(ScoreKind::dot);
  QTest::newRow("cosine") << static_cast<int>(ScoreKind::cosine);
}

void TestTrace::arithmeticAddsUp() {
  QFETCH(int, score);
  const auto kind = static_cast<ScoreKind>(score);
  const auto held = traced(config(kind), {}, 6);
  const Trace& trace = *held;
  const HeadId head{1, 1};
  double denominator = 0;
  for (int key = 0; key < 6; ++key) {
    denominator += std::exp(trace.arithmetic(head, 3, key)->score);
  }
  for (int key = 0; key < 6; ++key) {
    const CellArithmetic cell = *trace.arithmetic(head, 3, key);
    QCOMPARE(cell.products.size(), std::size_t{4});
    QVERIFY(
        isNear(std::accumulate(cell.products.begin(), cell.products.end(), 0.0), cell.dot, 1e-5));
    QCOMPARE(cell.scale, kind == ScoreKind::scaledDot ? 0.5F : 1.0F);
    QCOMPARE(cell.score, cell.dot * cell.scale);
    QCOMPARE(cell.mask, 0.0F);
    QVERIFY(isNear(cell.weight, std::exp(cell.score) / denominator, 1e-6));
    QVERIFY(isNear(cell.weight, trace.map(head)(3, key), 1e-6));
  }
}

void TestTrace::maskedCellSaysSo() {
  const auto held = traced(config(ScoreKind::scaledDot), {.causal = true}, 4);
  const Trace& trace = *held;
  const CellArithmetic cell = *trace.arithmetic({0, 0}, 1, 2);
  QCOMPARE(cell.mask, std::numeric_limits<float>::lowest());
  QCOMPARE(cell.weight, 0.0F);
}

void TestTrace::arithmeticHasCapAndBias() {
  BlockConfig block = config(ScoreKind::scaledDot);
  block.score.cap = 2;
  block.score.bias = std::make_shared<DistanceBias>(AlibiBias{.slopes = {0.1F, 0.2F, 0.3F}});
  block.score.reach.back = 3;
  const auto held = traced(block, {}, 6);
  const Trace& trace = *held;
  const HeadId head{1, 2};
  double denominator = 0;
  for (int key = 2; key < 6; ++key) {
    const CellArithmetic cell = *trace.arithmetic(head, 5, key);
    denominator += std::exp(static_cast<double>(cell.score) + static_cast<double>(*cell.bias));
  }
  for (int key = 2; key < 6; ++key) {
    const CellArithmetic cell = *trace.arithmetic(head, 5, key);
    QCOMPARE(cell.cap, 2.0F);
    QVERIFY(isNear(cell.score, 2 * std::tanh(cell.dot * cell.scale / 2), 1e-6));
    QVERIFY(isNear(*cell.bias, 0.3 * (key - 5), 1e-6));
    QCOMPARE(cell.mask, 0.0F);
    QVERIFY(isNear(cell.weight, std::exp(cell.score + *cell.bias) / denominator, 1e-6));
  }
  QCOMPARE(trace.arithmetic(head, 5, 1)->mask, std::numeric_limits<float>::lowest());
  QCOMPARE(trace.arithmetic(head, 5, 1)->weight, 0.0F);
}

void TestTrace::theScoresOfARowAreThoseOfItsCells() {
  BlockConfig block = config(ScoreKind::scaledDot);
  block.score.cap = 2;
  block.score.bias = std::make_shared<DistanceBias>(AlibiBias{.slopes = {0.1F, 0.2F, 0.3F}});
  const auto held = traced(block, {.causal = true}, 5);
  const HeadId head{1, 2};
  const std::vector<float> scores = held->scores(head, 3);
  QCOMPARE(scores.size(), std::size_t{5});
  for (int key = 0; key < 4; ++key) {
    const CellArithmetic cell = *held->arithmetic(head, 3, key);
    QVERIFY(isNear(scores[static_cast<std::size_t>(key)], cell.score + *cell.bias, 1e-6));
    QCOMPARE(cell.biasOrigin, (BiasOrigin{.distance = key - 3, .slope = 0.3F, .bucket = {}}));
    for (std::size_t c = 0; c < cell.products.size(); ++c) {
      QCOMPARE(cell.query[c] * cell.key[c], cell.products[c]);
    }
    QVERIFY(!cell.isTurned);
  }
  QCOMPARE(scores[4], std::numeric_limits<float>::lowest());
}

void TestTrace::headsShareTheirKeys() {
  BlockConfig block = config(ScoreKind::dot);
  block.keyValueHeads = 1;
  const Transformer model({{.config = block, .weights = std::make_shared<BlockWeights>()}});
  Trace shared(model, {}, 2);
  shared.append({.query = Matrix::Ones(2, 12), .key = Matrix{{1, 2, 3, 4}, {0, 0, 0, 0}}});
  QCOMPARE(shared.arithmetic({0, 2}, 0, 0)->products, (std::vector<float>{1, 2, 3, 4}));
  QCOMPARE(shared.map({0, 0}), shared.map({0, 2}));
}

void TestTrace::poolingKeepsTheHottestCell() {
  const auto held = traced(config(ScoreKind::scaledDot), {}, 11);
  const Trace& trace = *held;
  const Matrix map = trace.map({0, 2});
  QCOMPARE(Matrix(trace.pooledMap({0, 2}, 0)).rows(), 11);
  const Matrix pooled = trace.pooledMap({0, 2}, 2);
  QCOMPARE(pooled.rows(), 3);
  QCOMPARE(pooled.cols(), 3);
  QVERIFY(isNear(pooled(0, 0), map.block(0, 0, 4, 4).maxCoeff(), 1e-6));
  QVERIFY(isNear(pooled(1, 2), map.block(4, 8, 4, 3).maxCoeff(), 1e-6));
  QVERIFY(isNear(pooled(2, 0), map.block(8, 0, 3, 4).maxCoeff(), 1e-6));
  QVERIFY(isNear(trace.pooledMap({0, 2}, 4)(0, 0), map.maxCoeff(), 1e-6));
}

void TestTrace::memoryIsThatOfQueriesAndKeys() {
  const auto held = traced(config(ScoreKind::scaledDot), {}, 512);
  const Trace& trace = *held;
  QCOMPARE(trace.byteCount(), std::size_t{2 * 2 * 512 * 12 * sizeof(float)});
}

// Layer by layer, as the pass goes on: what is known is what it will be.
void TestTrace::layersBecomeKnownInTheirOrder() {
  const BlockConfig block = config(ScoreKind::scaledDot);
  const auto whole = traced(block, {}, 5);
  Trace filling(smallModel(block, 2), {}, 5);
  QCOMPARE(filling.knownLayers(), 0);
  QCOMPARE(filling.byteCount(), std::size_t{0});
  QCOMPARE(filling.shape(), whole->shape());
  filling.append({.query = Matrix::Ones(5, 12), .key = Matrix::Ones(5, 12)});
  QCOMPARE(filling.knownLayers(), 1);
  QCOMPARE(filling.byteCount(), whole->byteCount() / 2);
  const Matrix first = filling.map({0, 1});
  QVERIFY(isNear(first, Matrix::Constant(5, 5, 0.2F), 1e-6));
  filling.append({.query = Matrix::Zero(5, 12), .key = Matrix::Ones(5, 12)});
  QCOMPARE(filling.knownLayers(), 2);
  QCOMPARE(filling.map({0, 1}), first);
}

HEADSCOPE_TEST(TestTrace)

}  // namespace headscope::test_trace

#include "test_trace.moc"
