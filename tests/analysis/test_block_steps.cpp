#include <QTest>

#include "analysis/cell_making.h"
#include "block_samples.h"
#include "near.h"
#include "source/sandbox_presets.h"
#include "test_class.h"

namespace headscope::test_block_steps {

class TestBlockSteps : public QObject {
  Q_OBJECT
 private slots:
  void whatABlockHasDependsOnIt_data();
  void whatABlockHasDependsOnIt();
  void aDecoderHasTwoAttentions();
  void withoutNormMaskAndFeedForward();
  void queriesAndKeysAreTheHeads();
  void theLastStepEntersTheNextBlock();
  void ofTheIdentityThreeStepsAreLeft();
  void ofManyTokensOneHeadIsKept();
};

namespace {

// "X norm Q …": the steps by letters a reader of the paper knows.
std::string shown(const BlockSteps& block) {
  std::string text;
  for (const BlockStep& step : block.steps) {
    constexpr const char* kNames[] = {"X",   "norm",  "Q",       "K",      "V",
                                      "QK",  "mask",  "softmax", "Zh",     "Z",
                                      "W_O", "other", "sum",     "hidden", "FFN"};
    text += (text.empty() ? "" : " ") + std::string(kNames[static_cast<int>(step.kind)]);
  }
  return text;
}

}  // namespace

void TestBlockSteps::whatABlockHasDependsOnIt_data() {
  QTest::addColumn<QString>("family");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* family, const char* expected) {
    QTest::newRow(family) << QString::fromLatin1(family) << QString::fromLatin1(expected);
  };
  row("bert", "X Q K V QK softmax Zh Z W_O sum norm hidden FFN sum norm");
  row("gpt2", "X norm Q K V QK mask softmax Zh Z W_O sum norm hidden FFN sum");
  row("llama", "X norm Q K V QK mask softmax Zh Z W_O sum norm hidden FFN sum");
  row("gemma2", "X norm Q K V QK mask softmax Zh Z W_O sum norm hidden FFN sum");
  // Side by side, with a norm of its own and with the one of attention.
  row("gpt_neox", "X norm Q K V QK mask softmax Zh Z W_O norm hidden FFN sum");
  row("phi", "X norm Q K V QK mask softmax Zh Z W_O hidden FFN sum");
}

void TestBlockSteps::whatABlockHasDependsOnIt() {
  QFETCH(QString, family);
  QFETCH(QString, expected);
  const BlockSteps block = stepsOf(*sampleModel(family.toStdString()), kSampleIds, {0, 1});
  QCOMPARE(QString::fromStdString(shown(block)), expected);
  for (int i = 0; i < block.count(); ++i) {
    for (const int input : block.at(i).inputs) {
      QVERIFY(input >= 0 && input < i);
    }
  }
}

void TestBlockSteps::aDecoderHasTwoAttentions() {
  const auto model = sampleModel("bart");
  const Input input = SourceAndTarget{.source = kSampleIds, .target = std::vector{2, 7, 8}};
  const BlockSteps own = stepsOf(*model, input, {1, 0}, Stack::decoder);
  QCOMPARE(shown(own), std::string("X Q K V QK mask softmax Zh Z W_O sum norm other sum norm "
                                   "hidden FFN sum norm"));
  const BlockSteps cross = stepsOf(*model, input, {1, 0}, Stack::decoder, BlockAttention::cross);
  QCOMPARE(shown(cross), std::string("X X Q K V QK softmax Zh Z W_O sum norm hidden FFN sum norm"));
  const Matrix& scores = cross.at(cross.find(Stage::crossScores)).matrix;
  QCOMPARE(scores.rows(), 3);
  QCOMPARE(scores.cols(), 7);
  QVERIFY(hasKeyRows(cross.at(1)) && !hasKeyRows(cross.at(0)));
  // Both end with what the block leaves.
  QVERIFY(isNear(own.steps.back().matrix, cross.steps.back().matrix, 0));
}

void TestBlockSteps::withoutNormMaskAndFeedForward() {
  const BlockSteps block = stepsOf(*smallSandbox(), kSmallText, {0, 0});
  QCOMPARE(shown(block), std::string("X Q K V QK softmax Zh W_O sum"));
  QCOMPARE(block.at(4).matrix, (Matrix{{1, 2}, {2, 4}}));
  QCOMPARE(block.at(4).inputs, (std::vector<int>{1, 2}));
  QCOMPARE(block.find(Stage::feedForwardHidden), -1);
}

void TestBlockSteps::queriesAndKeysAreTheHeads() {
  const auto model = sampleModel("llama");  // four heads share two keys
  LayerRecorder all(1);
  QVERIFY(model->run(kSampleIds, {.observer = &all}));
  const Layer layer = model->block(Stack::first, 1).value();
  const int dK = layer.config.dK;
  QVERIFY(layer.config.keyHeads() < layer.config.heads);
  for (int head = 0; head < layer.config.heads; ++head) {
    const BlockSteps block = blockSteps(layer, all, head);
    QVERIFY(isNear(block.at(block.find(Stage::query)).matrix,
                   all.find(Stage::query)->middleCols(head * dK, dK), 0));
    QVERIFY(isNear(block.at(block.find(Stage::key)).matrix,
                   all.find(Stage::key)->middleCols(layer.config.keyHeadOf(head) * dK, dK), 0));
  }
}

void TestBlockSteps::theLastStepEntersTheNextBlock() {
  const auto model = sampleModel("llama");
  const BlockSteps first = stepsOf(*model, kSampleIds, {0, 0});
  const BlockSteps second = stepsOf(*model, kSampleIds, {1, 0});
  QVERIFY(isNear(first.steps.back().matrix, second.steps.front().matrix, 0));
}

// X Xᵀ, its softmax, the weighted sum, and what is added to X.
void TestBlockSteps::ofTheIdentityThreeStepsAreLeft() {
  const auto model = SandboxSource::create(findSandboxPreset("similarity")->config).value();
  LayerRecorder recorder(0, 0);
  QVERIFY(model->run(std::string("one two three"), {.observer = &recorder}));
  const BlockSteps block = blockSteps(model->block(Stack::first, 0).value(), recorder, 0);
  std::vector<StepKind> kinds;
  for (const BlockStep& step : block.steps) {
    kinds.push_back(step.kind);
  }
  QVERIFY(kinds == (std::vector{StepKind::given, StepKind::scores, StepKind::softmax,
                                StepKind::headOutput, StepKind::sum}));
  QVERIFY(block.at(1).inputs == (std::vector{0, 0}));
  QVERIFY(block.at(3).inputs == (std::vector{2, 0}));
  const Matrix& x = block.at(0).matrix;
  QVERIFY(isNear(block.at(1).matrix, x * x.transpose(), 1e-5));
  QVERIFY(isNear(block.at(3).matrix, block.at(2).matrix * x, 1e-5));
  const CellMaking score = cellMaking(block, 1, 2, 1);
  QVERIFY(std::abs(score.value - double{x.row(2).dot(x.row(1))}) < 1e-5);
}

void TestBlockSteps::ofManyTokensOneHeadIsKept() {
  const auto model = SandboxSource::create({.heads = 12, .dK = 8, .dModel = 32}).value();
  std::string text;
  for (int i = 0; i < 512; ++i) {
    text += "w" + std::to_string(i) + " ";
  }
  LayerRecorder recorder(0, 7);
  QVERIFY(model->run(text, {.observer = &recorder}));
  Index maps = 0;
  for (const LayerRecorder::Record& record : recorder.records()) {
    maps += record.matrix.cols() == 512 ? 1 : 0;
  }
  QCOMPARE(maps, 3);  // scores, with the mask, weights
  QCOMPARE(blockSteps(model->block(Stack::first, 0).value(), recorder, 7).at(4).matrix.rows(), 512);
}

HEADSCOPE_TEST(TestBlockSteps)

}  // namespace headscope::test_block_steps

#include "test_block_steps.moc"
