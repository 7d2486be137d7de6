#include <QTest>

#include "model/layer_recorder.h"
#include "near.h"
#include "position/sinusoid.h"
#include "source/sandbox_presets.h"
#include "source/sandbox_source.h"
#include "test_class.h"

namespace headscope::test_sandbox_source {

class TestSandboxSource : public QObject {
  Q_OBJECT
 private slots:
  void twoWordsFourDimensionsByHand();
  void twoWordsPresetHasTheShapesOfTheFigure();
  void similarityIsTheSoftmaxOfXXt();
  void aHeadKeepsItsMapWhenOthersAreAdded();
  void theSameWordIsTheSameVector();
  void seedsDiffer();
  void positionsAreAdded();
  void oneHotIsOneHot();
  void oneHotTooNarrowIsSaid();
  void importedWordsAreUsedAndOthersSeeded();
  void chineseIsCutIntoWords();
  void masks();
  void customMaskOfAnotherSizeIsSaid();
  void vectorsAreATextLikeAnyOther();
  void vectorsOfAnotherWidthAreSaid();
  void emptyTextIsSaid();
  void idsAreRefused();
  void imagesAreRefused();
  void manyLayersStayFinite();
};

namespace {

std::shared_ptr<const SandboxSource> make(const SandboxConfig& config) {
  return SandboxSource::create(config).value();
}

std::shared_ptr<const ImportedMatrix> table(Matrix values, std::vector<std::string> labels = {}) {
  return std::make_shared<const ImportedMatrix>(
      ImportedMatrix{.values = std::move(values), .labels = std::move(labels), .file = "t.csv"});
}

MatrixChoice imported(Matrix values) {
  return {.kind = MatrixKind::imported, .imported = table(std::move(values))};
}

}  // namespace

void TestSandboxSource::twoWordsFourDimensionsByHand() {
  // X 2x4; one head of 3; everything small whole numbers, so that a reader can follow.
  SandboxConfig config{.heads = 1, .dK = 3, .dModel = 4, .norm = NormPlacement::none};
  config.embedding = EmbeddingKind::imported;
  config.embeddingTable = table(Matrix{{1, 0, 1, 0}, {0, 2, 0, 1}}, {"Thinking", "Machines"});
  config.query = imported(Matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
  config.key = imported(Matrix{{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {0, 1, 0}});
  config.value = imported(Matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, 0}});
  config.output = imported(Matrix{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}});
  LayerRecorder stages(0);
  const auto run = make(config)->run(std::string("Thinking Machines"), {.observer = &stages});
  QVERIFY(run);
  QCOMPARE(*stages.find(Stage::query), (Matrix{{1, 0, 1}, {1, 2, 0}}));
  QCOMPARE(*stages.find(Stage::key), (Matrix{{0, 1, 1}, {2, 1, 0}}));
  QCOMPARE(*stages.find(Stage::value), (Matrix{{1, 0, 1}, {0, 2, 0}}));
  // q·k: [1, 2] and [2, 4], over √3.
  const float s = 1 / std::sqrt(3.0F);
  QVERIFY(isNear(*stages.find(Stage::scores, 0), Matrix{{1 * s, 2 * s}, {2 * s, 4 * s}}, 1e-6));
  // softmax of two: 1 / (1 + e^difference). e^(1/√3) = 1.781312, e^(2/√3) = 3.173073.
  QVERIFY(
      isNear(run->attention->map({0, 0}),
             Matrix{{1 / 2.781312F, 1.781312F / 2.781312F}, {1 / 4.173073F, 3.173073F / 4.173073F}},
             1e-6));
  QVERIFY(isNear(*stages.find(Stage::headOutput, 0),
                 Matrix{{0.359542F, 1.280916F, 0.359542F}, {0.239632F, 1.520736F, 0.239632F}},
                 2e-6));
  // X + Z W_O
  QVERIFY(isNear(*stages.find(Stage::output),
                 Matrix{{1.359542F, 1.280916F, 1.359542F, 0}, {0.239632F, 3.520736F, 0.239632F, 1}},
                 2e-6));
}

void TestSandboxSource::twoWordsPresetHasTheShapesOfTheFigure() {
  const SandboxPreset* preset = findSandboxPreset("two-words");
  LayerRecorder stages(0);
  const auto run = make(preset->config)->run(std::string(preset->text), {.observer = &stages});
  QVERIFY(run);
  const auto is = [&](Stage stage, int head, Index rows, Index columns) {
    const Matrix* matrix = stages.find(stage, head);
    return matrix != nullptr && matrix->rows() == rows && matrix->cols() == columns;
  };
  QVERIFY(is(Stage::input, kAllHeads, 2, 4));
  QVERIFY(is(Stage::query, kAllHeads, 2, 24));  // eight of 2x3
  QVERIFY(is(Stage::headOutput, 7, 2, 3));
  QVERIFY(is(Stage::concatenated, kAllHeads, 2, 24));
  QVERIFY(is(Stage::attentionOutput, kAllHeads, 2, 4));
}

void TestSandboxSource::similarityIsTheSoftmaxOfXXt() {
  const SandboxPreset* preset = findSandboxPreset("similarity");
  const auto source = make(preset->config);
  const auto run = source->run(std::string("a b a"));
  QVERIFY(run);
  const Eigen::MatrixXd x = source->embed(run->tokens).value().cast<double>();
  Eigen::MatrixXd scores = x * x.transpose();
  for (Index i = 0; i < 3; ++i) {
    scores.row(i) = (scores.row(i).array() - scores.row(i).maxCoeff()).exp();
    scores.row(i) /= scores.row(i).sum();
  }
  QVERIFY(isNear(run->attention->map({0, 0}), scores.cast<float>(), 1e-5));
  QVERIFY(isNear(run->attention->map({0, 0})(0, 0), run->attention->map({0, 0})(0, 2), 1e-6));
}

void TestSandboxSource::aHeadKeepsItsMapWhenOthersAreAdded() {
  const std::string text = "one two three four";
  const auto few = make({.heads = 2, .dK = 8, .dModel = 32})->run(text);
  const auto many = make({.heads = 7, .dK = 8, .dModel = 32})->run(text);
  for (int head = 0; head < 2; ++head) {
    QVERIFY(isNear(few->attention->map({0, head}), many->attention->map({0, head}), 1e-6));
  }
}

void TestSandboxSource::theSameWordIsTheSameVector() {
  const auto source = make({.heads = 1, .dK = 4, .dModel = 16});
  const auto run = source->run(std::string("cat dog cat"));
  const Matrix x = source->embed(run->tokens).value();
  QVERIFY(isNear(x.row(0), x.row(2), 0));
  QVERIFY((x.row(0) - x.row(1)).cwiseAbs().maxCoeff() > 0.1F);
}

void TestSandboxSource::seedsDiffer() {
  const std::string text = "one two three";
  const auto first = make({.heads = 1, .dK = 8, .dModel = 32, .seed = 1})->run(text);
  const auto again = make({.heads = 1, .dK = 8, .dModel = 32, .seed = 1})->run(text);
  const auto other = make({.heads = 1, .dK = 8, .dModel = 32, .seed = 2})->run(text);
  QVERIFY(isNear(first->attention->map({0, 0}), again->attention->map({0, 0}), 0));
  QVERIFY((first->attention->map({0, 0}) - other->attention->map({0, 0})).cwiseAbs().maxCoeff() >
          1e-3F);
}

void TestSandboxSource::positionsAreAdded() {
  HiddenRecorder with;
  HiddenRecorder without;
  SandboxConfig config{.heads = 1, .dK = 4, .dModel = 8};
  make(config)->run(std::string("a b c"), {.observer = &without});
  for (const PositionKind kind : {PositionKind::sinusoidInterleaved,
                                  PositionKind::sinusoidConcatenated, PositionKind::learned}) {
    config.positions = kind;
    const auto source = make(config);
    source->run(std::string("a b c"), {.observer = &with});
    QVERIFY(isNear(with.hidden()[0] - without.hidden()[0], source->positionTable(3), 1e-6));
    QCOMPARE(source->positionTable(0).rows(), 64);
  }
}

void TestSandboxSource::oneHotIsOneHot() {
  SandboxConfig config{.heads = 1, .dK = 4, .dModel = 3, .embedding = EmbeddingKind::oneHot};
  const auto source = make(config);
  const auto run = source->run(std::string("b a b"));
  QVERIFY(run);
  QVERIFY(isNear(source->embed(run->tokens).value(), Matrix{{1, 0, 0}, {0, 1, 0}, {1, 0, 0}}, 0));
}

void TestSandboxSource::oneHotTooNarrowIsSaid() {
  SandboxConfig config{.heads = 1, .dK = 4, .dModel = 3, .embedding = EmbeddingKind::oneHot};
  const auto run = make(config)->run(std::string("a b c d e"));
  QVERIFY(!run && run.error().code == SandboxError::oneHotTooNarrow);
  QCOMPARE(run.error().remedy, std::string("Set the width to 5 or more"));
}

void TestSandboxSource::importedWordsAreUsedAndOthersSeeded() {
  SandboxConfig config{.heads = 1, .dK = 4, .dModel = 2, .embedding = EmbeddingKind::imported};
  config.embeddingTable = table(Matrix{{5, 6}}, {"known"});
  const auto source = make(config);
  const auto run = source->run(std::string("known new"));
  const Matrix x = source->embed(run->tokens).value();
  QVERIFY(isNear(x.row(0), Matrix{{5, 6}}, 0));
  QVERIFY(x.row(1).cwiseAbs().maxCoeff() > 0);
}

void TestSandboxSource::chineseIsCutIntoWords() {
  const auto run =
      make({.heads = 1, .dK = 4, .dModel = 8})->run(std::string("我喜欢的水果是橙子和苹果"));
  QVERIFY(run);
  std::vector<std::string> words;
  for (const Token& token : run->tokens) {
    words.push_back(token.text);
  }
  QVERIFY(std::find(words.begin(), words.end(), "喜欢") != words.end());
  QVERIFY(std::find(words.begin(), words.end(), "苹果") != words.end());
}

void TestSandboxSource::masks() {
  SandboxConfig config{.heads = 1, .dK = 4, .dModel = 8};
  const std::string text = "a b c";
  config.mask = SandboxMask::causal;
  const auto causal = make(config)->run(text);
  QCOMPARE(causal->attention->map({0, 0})(0, 0), 1.0F);
  QCOMPARE(causal->attention->map({0, 0})(1, 2), 0.0F);
  config.mask = SandboxMask::padding;
  config.padding = 2;
  const auto padded = make(config)->run(text);
  for (int i = 0; i < 3; ++i) {
    QCOMPARE(padded->attention->map({0, 0})(i, 0), 1.0F);
  }
  config.mask = SandboxMask::custom;
  config.customMask = table(Matrix{{0, 1, 0}, {1, 0, 0}, {0, 0, 1}});
  const auto custom = make(config)->run(text);
  QVERIFY(isNear(custom->attention->map({0, 0}), Matrix{{0, 1, 0}, {1, 0, 0}, {0, 0, 1}}, 1e-6));
}

void TestSandboxSource::customMaskOfAnotherSizeIsSaid() {
  SandboxConfig config{.heads = 1, .dK = 4, .dModel = 8, .mask = SandboxMask::custom};
  config.customMask = table(Matrix::Ones(3, 3));
  const auto run = make(config)->run(std::string("a b"));
  QVERIFY(!run && run.error().code == SandboxError::maskShape);
}

void TestSandboxSource::vectorsAreATextLikeAnyOther() {
  const SandboxConfig config{.heads = 2, .dK = 3, .dModel = 2};
  HiddenRecorder hidden;
  const VectorSequence series{.labels = {"mon", "tue", "wed"},
                              .values = Matrix{{1, 2}, {3, 4}, {5, 6}}};
  const auto run = make(config)->run(series, {.observer = &hidden});
  QVERIFY(run);
  QCOMPARE(run->tokens[1].text, std::string("tue"));
  QVERIFY(isNear(hidden.hidden()[0], series.values, 0));
  const auto unlabelled = make(config)->run(VectorSequence{.values = Matrix::Ones(2, 2)});
  QCOMPARE(unlabelled->tokens[1].text, std::string("1"));
}

void TestSandboxSource::vectorsOfAnotherWidthAreSaid() {
  const auto source = make({.heads = 1, .dK = 3, .dModel = 2});
  const auto wide = source->run(VectorSequence{.values = Matrix::Ones(2, 3)});
  QVERIFY(!wide && wide.error().code == SandboxError::vectorWidth);
  const auto none = source->run(VectorSequence{});
  QVERIFY(!none && none.error().code == SourceError::emptySequence);
}

void TestSandboxSource::emptyTextIsSaid() {
  const auto run = make({})->run(std::string("  "));
  QVERIFY(!run && run.error().code == SourceError::emptyText);
}

void TestSandboxSource::idsAreRefused() {
  const auto run = make({})->run(IdSequence{.ids = {1}});
  QVERIFY(!run && run.error().code == SourceError::needsText);
}

void TestSandboxSource::imagesAreRefused() {
  const auto run = make({})->run(blankImage({2, 2}));
  QVERIFY(!run && run.error().code == SourceError::needsText);
  QCOMPARE(run.error().problem, std::string("the sandbox reads a text or vectors, not images"));
}

void TestSandboxSource::manyLayersStayFinite() {
  for (const NormPlacement norm : {NormPlacement::post, NormPlacement::pre}) {
    SandboxConfig config{.heads = 3, .dK = 8, .dModel = 24, .layers = 24, .norm = norm};
    config.dFeedForward = 48;
    const auto run = make(config)->run(std::string("one two three four five"));
    QVERIFY(run);
    const Matrix map = run->attention->map({23, 2});
    QVERIFY(map.allFinite());
    QVERIFY(isNear(map.row(4).sum(), 1, 1e-6));
  }
}

HEADSCOPE_TEST(TestSandboxSource)

}  // namespace headscope::test_sandbox_source

#include "test_sandbox_source.moc"
