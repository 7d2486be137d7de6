#include <limits>

#include <QTest>

#include "model/block.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "small_model.h"
#include "test_class.h"

namespace headscope::test_block {

namespace {

const Mask kNoMask;

// What a double-precision reader of the paper would write: one block, step by step.
Eigen::MatrixXd layerNormed(const Eigen::MatrixXd& x, const NormWeights& norm, double epsilon) {
  Eigen::MatrixXd y = x;
  for (Index i = 0; i < x.rows(); ++i) {
    const double mean = x.row(i).mean();
    const double variance = (x.row(i).array() - mean).square().mean();
    y.row(i) = ((x.row(i).array() - mean) / std::sqrt(variance + epsilon) *
                norm.weight.cast<double>().array()) +
               norm.bias.cast<double>().array();
  }
  return y;
}

Eigen::MatrixXd times(const Eigen::MatrixXd& x, const Affine& affine) {
  return (x * affine.weight.unpacked().cast<double>()).rowwise() + affine.bias.cast<double>();
}

Eigen::MatrixXd attention(const Eigen::MatrixXd& x, const BlockConfig& config,
                          const BlockWeights& weights) {
  const Eigen::MatrixXd qkv = times(x, weights.queryKeyValue);
  Eigen::MatrixXd z(x.rows(), config.dHeads());
  for (Index h = 0; h < config.heads; ++h) {
    const auto part = [&](Index which) {
      return qkv.middleCols(which * config.dHeads() + h * config.dK, config.dK);
    };
    Eigen::MatrixXd p =
        (part(0) * part(1).transpose() / std::sqrt(static_cast<double>(config.dK))).array().exp();
    for (Index i = 0; i < p.rows(); ++i) {
      p.row(i) /= p.row(i).sum();
    }
    z.middleCols(h * config.dK, config.dK) = p * part(2);
  }
  return times(z, weights.output);
}

Eigen::MatrixXd feedForward(const Eigen::MatrixXd& x, const BlockWeights& weights) {
  const Eigen::MatrixXd hidden = times(x, weights.up).unaryExpr([](double v) {
    return 0.5 * v * (1 + std::erf(v / std::sqrt(2.0)));
  });
  return times(hidden, weights.down);
}

}  // namespace

class TestBlock : public QObject {
  Q_OBJECT
 private slots:
  void postNormFollowsThePaper();
  void preNormFollowsGpt2();
  void withoutResidualOrNormOnlyTheBranchIsLeft();
  void recordingChangesNoNumber();
  void everyStageIsKeptWithItsShape();
  void theMaskIsSeenInTheScores();
  void oneHeadsMapsAloneCanBeKept();
};

const BlockConfig kConfig{
    .dModel = 6, .heads = 2, .dK = 4, .dFeedForward = 10, .normEpsilon = 1e-5F};

void TestBlock::postNormFollowsThePaper() {
  const Transformer model = smallModel(kConfig, 1);
  Matrix x = Matrix::Random(5, 6);
  const Eigen::MatrixXd before = x.cast<double>();
  Activations activations;
  activations.resize(5, kConfig);
  TraceObserver nobody;
  runBlock(kConfig, model.layer(0), {.mask = kNoMask}, 0, x, activations, nobody);
  const BlockWeights& w = model.layer(0);
  const Eigen::MatrixXd middle =
      layerNormed(before + attention(before, kConfig, w), *w.attentionNorm, 1e-5);
  const Eigen::MatrixXd after =
      layerNormed(middle + feedForward(middle, w), *w.feedForwardNorm, 1e-5);
  QVERIFY(isNear(x, after.cast<float>(), 1e-5));
}

void TestBlock::preNormFollowsGpt2() {
  BlockConfig config = kConfig;
  config.placement = NormPlacement::pre;
  const Transformer model = smallModel(config, 1);
  Matrix x = Matrix::Random(5, 6);
  const Eigen::MatrixXd before = x.cast<double>();
  Activations activations;
  activations.resize(5, config);
  TraceObserver nobody;
  runBlock(config, model.layer(0), {.mask = kNoMask}, 0, x, activations, nobody);
  const BlockWeights& w = model.layer(0);
  const Eigen::MatrixXd middle =
      before + attention(layerNormed(before, *w.attentionNorm, 1e-5), config, w);
  const Eigen::MatrixXd after =
      middle + feedForward(layerNormed(middle, *w.feedForwardNorm, 1e-5), w);
  QVERIFY(isNear(x, after.cast<float>(), 1e-5));
}

void TestBlock::withoutResidualOrNormOnlyTheBranchIsLeft() {
  BlockConfig config = kConfig;
  config.placement = NormPlacement::none;
  config.residual = Residual::no;
  config.dFeedForward = 0;
  const Transformer model = smallModel(config, 1);
  Matrix x = Matrix::Random(3, 6);
  const Eigen::MatrixXd before = x.cast<double>();
  Activations activations;
  activations.resize(3, config);
  TraceObserver nobody;
  runBlock(config, model.layer(0), {.mask = kNoMask}, 0, x, activations, nobody);
  QVERIFY(isNear(x, attention(before, config, model.layer(0)).cast<float>(), 1e-5));
}

void TestBlock::recordingChangesNoNumber() {
  const Transformer model = smallModel(kConfig, 1);
  const Matrix x = Matrix::Random(4, 6);
  Activations activations;
  activations.resize(4, kConfig);
  Matrix plain = x;
  TraceObserver nobody;
  runBlock(kConfig, model.layer(0), {.mask = kNoMask}, 0, plain, activations, nobody);
  Matrix watched = x;
  LayerRecorder recorder(0);
  runBlock(kConfig, model.layer(0), {.mask = kNoMask}, 0, watched, activations, recorder);
  QVERIFY(isNear(plain, watched, 1e-6));
}

void TestBlock::everyStageIsKeptWithItsShape() {
  const Transformer model = smallModel(kConfig, 1);
  const Matrix x = Matrix::Random(4, 6);
  Activations activations;
  activations.resize(4, kConfig);
  Matrix out = x;
  LayerRecorder recorder(0);
  runBlock(kConfig, model.layer(0), {.mask = Mask{.causal = true}}, 0, out, activations, recorder);

  const auto shape = [&](Stage stage, int head = kAllHeads) {
    const Matrix* matrix = recorder.find(stage, head);
    return matrix == nullptr ? std::pair<Index, Index>{-1, -1}
                             : std::pair{matrix->rows(), matrix->cols()};
  };
  using Shape = std::pair<Index, Index>;
  for (const Stage stage : {Stage::input, Stage::attentionInput, Stage::attentionOutput,
                            Stage::attentionSum, Stage::afterAttention, Stage::feedForwardInput,
                            Stage::feedForwardOutput, Stage::feedForwardSum, Stage::output}) {
    QCOMPARE(shape(stage), (Shape{4, 6}));
  }
  for (const Stage stage : {Stage::query, Stage::key, Stage::value, Stage::concatenated}) {
    QCOMPARE(shape(stage), (Shape{4, 8}));
  }
  QCOMPARE(shape(Stage::feedForwardHidden), (Shape{4, 10}));
  for (int head = 0; head < 2; ++head) {
    QCOMPARE(shape(Stage::scores, head), (Shape{4, 4}));
    QCOMPARE(shape(Stage::weights, head), (Shape{4, 4}));
    QCOMPARE(shape(Stage::headOutput, head), (Shape{4, 4}));
    // What is shown multiplies to what is shown.
    const Matrix value = recorder.find(Stage::value)->middleCols(head * 4, 4);
    QVERIFY(isNear(*recorder.find(Stage::headOutput, head),
                   *recorder.find(Stage::weights, head) * value, 1e-6));
    QCOMPARE((*recorder.find(Stage::weights, head))(0, 1), 0.0F);
  }
  QCOMPARE(recorder.find(Stage::scores, 2), nullptr);
  QVERIFY(isNear(*recorder.find(Stage::input), x, 0));
  QVERIFY(
      isNear(*recorder.find(Stage::attentionSum), x + *recorder.find(Stage::attentionOutput), 0));
  QVERIFY(isNear(*recorder.find(Stage::output), out, 0));
}

void TestBlock::theMaskIsSeenInTheScores() {
  const Transformer model = smallModel(kConfig, 1);
  Matrix x = Matrix::Random(3, 6);
  Activations activations;
  activations.resize(3, kConfig);
  LayerRecorder recorder(0);
  runBlock(kConfig, model.layer(0), {.mask = Mask{.causal = true}}, 0, x, activations, recorder);
  const Matrix& scores = *recorder.find(Stage::scores, 1);
  const Matrix& masked = *recorder.find(Stage::maskedScores, 1);
  QCOMPARE(masked(2, 1), scores(2, 1));
  QCOMPARE(masked(1, 2), std::numeric_limits<float>::lowest());
  const double sum = std::exp(double{masked(1, 0)}) + std::exp(double{masked(1, 1)});
  QVERIFY(isNear((*recorder.find(Stage::weights, 1))(1, 0), std::exp(double{masked(1, 0)}) / sum,
                 1e-6));
}

void TestBlock::oneHeadsMapsAloneCanBeKept() {
  const Transformer model = smallModel(kConfig, 1);
  const Matrix x = Matrix::Random(4, 6);
  Activations activations;
  activations.resize(4, kConfig);
  LayerRecorder all(0);
  LayerRecorder second(0, 1);
  Matrix ofAll = x;
  runBlock(kConfig, model.layer(0), {.mask = kNoMask}, 0, ofAll, activations, all);
  Matrix ofOne = x;
  runBlock(kConfig, model.layer(0), {.mask = kNoMask}, 0, ofOne, activations, second);
  QVERIFY(isNear(ofOne, ofAll, 0));
  for (const Stage stage :
       {Stage::scores, Stage::maskedScores, Stage::weights, Stage::headOutput}) {
    QVERIFY(second.find(stage, 0) == nullptr);
    QVERIFY(isNear(*second.find(stage, 1), *all.find(stage, 1), 0));
  }
  QCOMPARE(second.records().size() + 4, all.records().size());
}

HEADSCOPE_TEST(TestBlock)

}  // namespace headscope::test_block

#include "test_block.moc"
