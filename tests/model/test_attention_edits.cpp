#include <QTest>

#include "model/layer_recorder.h"
#include "model/trace.h"
#include "near.h"
#include "small_model.h"
#include "test_class.h"

namespace headscope::test_attention_edits {

// What is changed by hand in what heads look at, and what the pass makes of it.
class TestAttentionEdits : public QObject {
  Q_OBJECT
 private slots:
  void theRestOfTheRowIsShared();
  void severalWeightsOfARowStayAsTheyAreSet();
  void weightsAboveOneAreScaled();
  void aRowThatLookedNowhereElseSharesAlike();
  void hiddenKeysLeaveTheirRowsToTheOthers();
  void otherHeadsAndRowsStay();
  void aRowBlockKnowsItsPlace();
  void aKeyThatIsNotSeenGetsNothing();
  void aMaskedCellCanBeGivenWeight();
  void thePassMultipliesTheEditedWeights_data();
  void thePassMultipliesTheEditedWeights();
  void aHeadThatIsOffAddsNothing();
  void aHeadWithoutItsMaskSeesWhatComesAfter();
  void aHeadWithoutItsMaskSeesFarAway();
  void paddingStaysHidden();
  void withoutEditsThePassIsTheSame();
  void aTraceWithEditsIsNoBeginning();
};

namespace {

constexpr HeadId kHead{1, 0};

Matrix applied(const AttentionEdits& edits, Matrix weights, HeadId head = kHead,
               Index firstQuery = 0) {
  applyEdits(edits, head, firstQuery, weights);
  return weights;
}

Matrix rowOf(std::initializer_list<float> values) {
  Matrix row(1, static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), row.data());
  return row;
}

const BlockConfig kConfig{
    .dModel = 6, .heads = 2, .dK = 3, .dFeedForward = 8, .normEpsilon = 1e-5F};

struct Passed {
  Matrix output;
  LayerRecorder layer{1};
  std::shared_ptr<Trace> trace;
};

// A pass with edits, recording layer 1 and a trace.
class Both : public TraceObserver {
 public:
  Both(Passed& passed) : passed_(passed), recorder_(passed.trace) {}
  bool wantsStages(int layer) const override { return layer == 1; }
  void onStage(int layer, Stage stage, int head, const ConstMatrixRef& matrix) override {
    passed_.layer.onStage(layer, stage, head, matrix);
  }
  void onProjections(int layer, const Projections& projections) override {
    recorder_.onProjections(layer, projections);
  }

 private:
  Passed& passed_;
  TraceRecorder recorder_;
};

std::unique_ptr<Passed> passedThrough(const Transformer& model, const Matrix& x, const Mask& mask,
                                      const AttentionEdits& edits) {
  auto passed = std::make_unique<Passed>();
  const auto shared = std::make_shared<const AttentionEdits>(edits);
  passed->trace = std::make_shared<Trace>(model, mask, x.rows(), shared);
  passed->output = x;
  Activations activations;
  Both both(*passed);
  static_cast<void>(
      model.forward(passed->output, mask, activations, both, {}, {.edits = shared.get()}));
  return passed;
}

}  // namespace

// 0.5, 0.3 and 0.2: with 0.1 for the first, the others share 0.9 as 3 to 2.
void TestAttentionEdits::theRestOfTheRowIsShared() {
  const AttentionEdits edits{.weights = {{kHead, 0, 0, .1F}}};
  QVERIFY(isNear(applied(edits, rowOf({.5F, .3F, .2F})), rowOf({.1F, .54F, .36F}), 1e-6));
}

void TestAttentionEdits::severalWeightsOfARowStayAsTheyAreSet() {
  const AttentionEdits edits{.weights = {{kHead, 0, 0, .2F}, {kHead, 0, 2, .3F}}};
  QVERIFY(isNear(applied(edits, rowOf({.5F, .2F, .1F, .2F})), rowOf({.2F, .25F, .3F, .25F}), 1e-6));
}

void TestAttentionEdits::weightsAboveOneAreScaled() {
  const AttentionEdits edits{.weights = {{kHead, 0, 0, 1}, {kHead, 0, 1, .25F}}};
  QVERIFY(isNear(applied(edits, rowOf({.5F, .25F, .25F})), rowOf({.8F, .2F, 0}), 1e-6));
}

void TestAttentionEdits::aRowThatLookedNowhereElseSharesAlike() {
  const AttentionEdits edits{.weights = {{kHead, 0, 0, .4F}}};
  QVERIFY(isNear(applied(edits, rowOf({1, 0, 0})), rowOf({.4F, .3F, .3F}), 1e-6));
  QVERIFY(isNear(applied(edits, rowOf({1})), rowOf({.4F}), 1e-6));
}

void TestAttentionEdits::hiddenKeysLeaveTheirRowsToTheOthers() {
  const AttentionEdits edits{.keysOff = {0}};
  QVERIFY(isNear(applied(edits, rowOf({.5F, .3F, .2F})), rowOf({0, .6F, .4F}), 1e-6));
  QVERIFY(isNear(applied(edits, rowOf({1, 0})), rowOf({0, 0}), 0));  // nothing else was seen
  QVERIFY(changesMap(edits, {7, 7}));
}

void TestAttentionEdits::otherHeadsAndRowsStay() {
  const AttentionEdits edits{.weights = {{kHead, 1, 0, 1}}, .headsOff = {{0, 1}}};
  const Matrix row = rowOf({.5F, .5F});
  QVERIFY(isNear(applied(edits, row), row, 0));
  QVERIFY(isNear(applied(edits, row, {1, 1}, 1), row, 0));
  QVERIFY(changesMap(edits, kHead) && !changesMap(edits, {0, 1}));
  QVERIFY(isOff(edits, {0, 1}) && !isOff(edits, kHead));
  QVERIFY(AttentionEdits().empty() && !edits.empty());
}

void TestAttentionEdits::aRowBlockKnowsItsPlace() {
  const AttentionEdits edits{.weights = {{kHead, 49, 0, 1}}};
  Matrix rows(2, 2);
  rows << .5F, .5F, .25F, .75F;
  Matrix expected(2, 2);
  expected << .5F, .5F, 1, 0;
  QVERIFY(isNear(applied(edits, rows, kHead, 48), expected, 1e-6));
}

void TestAttentionEdits::aKeyThatIsNotSeenGetsNothing() {
  const AttentionEdits edits{.weights = {{kHead, 0, 2, 1}}, .keysOff = {5}};
  const Matrix row = rowOf({.5F, .5F});  // of a causal row that sees two keys
  QVERIFY(isNear(applied(edits, row), row, 1e-6));
}

// By hand a head can be made to look where its mask does not let it, in each block of rows.
void TestAttentionEdits::aMaskedCellCanBeGivenWeight() {
  const Transformer model = smallModel(kConfig, 2);
  const Matrix x = Matrix::Random(60, 6);
  const auto passed =
      passedThrough(model, x, {.causal = true}, {.weights = {{{1, 0}, 0, 59, .5F}}});
  const Matrix& weights = *passed->layer.find(Stage::weights, 0);
  QCOMPARE(weights(0, 59), .5F);
  QVERIFY(isNear(passed->trace->map({1, 0}), weights, 1e-6));
  const Matrix values = passed->layer.find(Stage::value)->leftCols(3);
  QVERIFY(isNear(*passed->layer.find(Stage::headOutput, 0), weights * values, 1e-5));
}

void TestAttentionEdits::thePassMultipliesTheEditedWeights_data() {
  QTest::addColumn<bool>("causal");
  QTest::newRow("all seen") << false;
  QTest::newRow("causal") << true;
}

// The head's output is its edited weights times its values, and the trace has the same map.
void TestAttentionEdits::thePassMultipliesTheEditedWeights() {
  QFETCH(bool, causal);
  const Mask mask{.causal = causal};
  const Transformer model = smallModel(kConfig, 2);
  const Matrix x = Matrix::Random(5, 6);
  const AttentionEdits edits{.weights = {{{1, 0}, 3, 1, .7F}}, .keysOff = {2}};
  const auto passed = passedThrough(model, x, mask, edits);
  const Matrix& weights = *passed->layer.find(Stage::weights, 0);
  QVERIFY(std::abs(weights(3, 1) - .7F) < 1e-6F);
  QVERIFY(isNear(weights.col(2), Matrix::Zero(5, 1), 0));
  QVERIFY(isNear(weights.rowwise().sum(), Matrix::Ones(5, 1), 1e-5));
  const Matrix values = passed->layer.find(Stage::value)->leftCols(3);
  QVERIFY(isNear(*passed->layer.find(Stage::headOutput, 0), weights * values, 1e-5));
  QVERIFY(isNear(passed->trace->map({1, 0}), weights, 1e-6));
  const auto cell = passed->trace->arithmetic({1, 0}, 3, 1);
  QCOMPARE(cell->weight, .7F);
  QVERIFY(cell->unedited && *cell->unedited != .7F);
  QVERIFY(!isNear(passed->output, passedThrough(model, x, mask, {})->output, 1e-4));
}

void TestAttentionEdits::aHeadThatIsOffAddsNothing() {
  const Transformer model = smallModel(kConfig, 2);
  const Matrix x = Matrix::Random(5, 6);
  const auto passed = passedThrough(model, x, {}, {.headsOff = {{1, 1}}});
  QVERIFY(isNear(*passed->layer.find(Stage::headOutput, 1), Matrix::Zero(5, 3), 0));
  const Matrix& concatenated = *passed->layer.find(Stage::concatenated);
  QVERIFY(isNear(concatenated.rightCols(3), Matrix::Zero(5, 3), 0));
  QVERIFY(concatenated.leftCols(3).norm() > 1e-3F);
}

void TestAttentionEdits::aHeadWithoutItsMaskSeesWhatComesAfter() {
  const Mask causal{.causal = true};
  const Transformer model = smallModel(kConfig, 2);
  const Matrix x = Matrix::Random(60, 6);  // more rows than are done at a time
  const auto passed = passedThrough(model, x, causal, {.masksOff = {{1, 0}}});
  const auto all = passedThrough(model, x, {}, {});
  const auto masked = passedThrough(model, x, causal, {});
  const Matrix& weights = *passed->layer.find(Stage::weights, 0);
  // What enters layer 1 is the same, so the head looks as it would without any mask in its layer.
  QCOMPARE(passed->trace->layer(1).query, masked->trace->layer(1).query);
  QVERIFY(weights(0, 59) > 0);
  QVERIFY(isNear(weights.rowwise().sum(), Matrix::Ones(60, 1), 1e-5));
  QVERIFY(isNear(passed->trace->map({1, 0}), weights, 1e-6));
  const Matrix values = passed->layer.find(Stage::value)->leftCols(3);
  QVERIFY(isNear(*passed->layer.find(Stage::headOutput, 0), weights * values, 1e-5));
  // The other head keeps its mask.
  QVERIFY(isNear(passed->trace->map({1, 1}), masked->trace->map({1, 1}), 0));
  const auto cell = passed->trace->arithmetic({1, 0}, 0, 59);
  QCOMPARE(cell->mask, 0.0F);
  QVERIFY(!cell->unedited);
  QVERIFY(passed->trace->arithmetic({1, 1}, 0, 59)->mask < 0);
  // In layer 0 all without masks are as in a model without.
  const auto open = passedThrough(model, x, causal, {.masksOff = {{0, 0}, {0, 1}, {1, 0}, {1, 1}}});
  QVERIFY(isNear(open->output, all->output, 1e-6));
}

void TestAttentionEdits::aHeadWithoutItsMaskSeesFarAway() {
  BlockConfig near = kConfig;
  near.score.reach = {.back = 1, .ahead = 1};
  const Matrix x = Matrix::Random(5, 6);
  const auto passed = passedThrough(smallModel(near, 2), x, {}, {.masksOff = {{0, 1}}});
  QCOMPARE(passed->trace->map({0, 0})(0, 4), 0.0F);
  QVERIFY(passed->trace->map({0, 1})(0, 4) > 0);
  QVERIFY(passed->trace->map({0, 1})(4, 0) > 0);
  QCOMPARE(passed->trace->arithmetic({0, 1}, 0, 4)->mask, 0.0F);
}

void TestAttentionEdits::paddingStaysHidden() {
  const Mask mask{.causal = true, .keyVisible = {1, 1, 1, 0}};
  const auto passed =
      passedThrough(smallModel(kConfig, 2), Matrix::Random(4, 6), mask, {.masksOff = {{1, 0}}});
  const Matrix map = passed->trace->map({1, 0});
  QVERIFY(map(0, 2) > 0);
  QVERIFY(isNear(map.col(3), Matrix::Zero(4, 1), 0));
}

void TestAttentionEdits::withoutEditsThePassIsTheSame() {
  const Transformer model = smallModel(kConfig, 2);
  const Matrix x = Matrix::Random(5, 6);
  Matrix plain = x;
  Activations activations;
  HiddenRecorder nothing;
  QVERIFY(model.forward(plain, {}, activations, nothing));
  QVERIFY(isNear(passedThrough(model, x, {}, {})->output, plain, 0));
}

void TestAttentionEdits::aTraceWithEditsIsNoBeginning() {
  const Transformer model = smallModel(kConfig, 2);
  const auto passed =
      passedThrough(model, Matrix::Random(3, 6), {.causal = true}, {.keysOff = {0}});
  QVERIFY(!passed->trace->canBegin(model));
}

HEADSCOPE_TEST(TestAttentionEdits)

}  // namespace headscope::test_attention_edits

#include "test_attention_edits.moc"
