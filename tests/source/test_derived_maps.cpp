#include <QTest>

#include "near.h"
#include "source/copied_lengths.h"
#include "source/derived_maps.h"
#include "source/open_model.h"
#include "test_class.h"

namespace headscope::test_derived_maps {

class TestDerivedMaps : public QObject {
  Q_OBJECT
 private slots:
  void attentionIsTheRunsOwn();
  void rolloutOfTheFirstLayerIsHalfItself();
  void flowOfOneLayerIsTheRollout();
  void valuesWeighTheirRows_data();
  void valuesWeighTheirRows();
  void valuesAreThoseOfTheEditedPass();
  void clsIsLookedAtForLittle();
  void aLongTextHasNoFlow();
  void eachPartHasValuesOfItsOwn();
  void crossAttentionHasNone();
};

namespace {

struct Made {
  std::shared_ptr<const ModelSource> model;
  Input input;
  Run run;

  Result<std::shared_ptr<const AttentionSource>> derive(MapKind kind, int layer = 0) const {
    return deriveMaps(*model, input, run, AttentionPart::encoder, kind, layer);
  }
};

Made madeOf(const std::string& name, const std::string& text) {
  auto model = openModel(name);
  if (!model) {
    qFatal("%s", describe(model.error()).c_str());
  }
  auto run = (*model)->run(text);
  if (!run) {
    qFatal("%s", describe(run.error()).c_str());
  }
  return {*model, text, std::move(*run)};
}

}  // namespace

void TestDerivedMaps::attentionIsTheRunsOwn() {
  const Made made = madeOf("sandbox:heads=2", "a b c");
  QCOMPARE(made.derive(MapKind::attention).value(), made.run.attention);
}

void TestDerivedMaps::rolloutOfTheFirstLayerIsHalfItself() {
  const Made made = madeOf("sandbox:heads=1,layers=2", "a b c");
  const auto rollout = made.derive(MapKind::rollout, 0);
  QVERIFY(rollout);
  const Matrix expected = (made.run.attention->map({0, 0}) + Matrix::Identity(3, 3)) / 2;
  QVERIFY(isNear((*rollout)->map({1, 0}), expected, 1e-6));
  QVERIFY(!isNear((*made.derive(MapKind::rollout, 1))->map({1, 0}), expected, 1e-4));
  QCOMPARE((*rollout)->shape(), made.run.attention->shape());
}

void TestDerivedMaps::flowOfOneLayerIsTheRollout() {
  const Made made = madeOf("sandbox:heads=2", "a b c d");
  QVERIFY(isNear((*made.derive(MapKind::flow))->map({0, 0}),
                 (*made.derive(MapKind::rollout))->map({0, 0}), 1e-5));
}

void TestDerivedMaps::valuesWeighTheirRows_data() {
  QTest::addColumn<std::string>("model");
  QTest::newRow("sandbox") << std::string("sandbox:heads=3,layers=2,mask=causal");
  QTest::newRow("playground") << std::string("playground");
}

void TestDerivedMaps::valuesWeighTheirRows() {
  QFETCH(std::string, model);
  const Made made = madeOf(model, "the animal was tired");
  const auto weighted = made.derive(MapKind::valueWeighted);
  QVERIFY2(weighted, weighted ? "" : describe(weighted.error()).c_str());
  const AttentionShape shape = made.run.attention->shape();
  for (int layer = 0; layer < shape.layers; ++layer) {
    for (int head = 0; head < shape.heads; ++head) {
      const Matrix map = (*weighted)->map({layer, head});
      QVERIFY(isNear(map.rowwise().sum(), Matrix::Ones(shape.nQuery, 1), 1e-5));
      QVERIFY(!isNear(map, made.run.attention->map({layer, head}), 1e-6));
    }
  }
}

// A head of the first layer that is off changes what the second copies, and not where it looked at
// in the first.
void TestDerivedMaps::valuesAreThoseOfTheEditedPass() {
  Made made = madeOf("playground", "the animal was tired");
  const auto edits = std::make_shared<const RunEdits>(RunEdits{.encoder = {.headsOff = {{0, 1}}}});
  made.run = *made.model->run(made.input, {.edits = edits});
  const auto with = deriveMaps(*made.model, made.input, made.run, AttentionPart::encoder,
                               MapKind::valueWeighted, 0, {.edits = edits});
  const auto without = made.derive(MapKind::valueWeighted);
  QVERIFY(with && without);
  QVERIFY(isNear((*with)->map({0, 0}), (*without)->map({0, 0}), 1e-6));
  QVERIFY(!isNear((*with)->map({1, 0}), (*without)->map({1, 0}), 1e-6));
}

// As Kobayashi et al. found of BERT.
void TestDerivedMaps::clsIsLookedAtForLittle() {
  const QByteArray folder = qgetenv("HEADSCOPE_MINILM_DIR");
  if (folder.isEmpty()) {
    QSKIP("HEADSCOPE_MINILM_DIR is not set");
  }
  const Made made =
      madeOf(folder.toStdString(), "The animal didn't cross the street because it was too tired.");
  const auto weighted = made.derive(MapKind::valueWeighted);
  QVERIFY(weighted);
  const Matrix before = made.run.attention->map({3, 1});
  const Matrix after = (*weighted)->map({3, 1});
  QVERIFY(before(1, 0) > .3F);
  QVERIFY(after(1, 0) < .05F);
  QVERIFY(after(10, 2) > before(10, 2));
}

void TestDerivedMaps::aLongTextHasNoFlow() {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += "word" + std::to_string(i) + " ";
  }
  const Made made = madeOf("sandbox:heads=1", text);
  const auto flow = made.derive(MapKind::flow);
  QVERIFY(!flow);
  QVERIFY(flow.error().code == DerivedMapError::tooManyTokens);
  QVERIFY(made.derive(MapKind::rollout));
}

// Weights times the lengths of what the part's own heads copy, rows scaled to 1.
void TestDerivedMaps::eachPartHasValuesOfItsOwn() {
  const auto model = *openModel(HEADSCOPE_TEST_DATA "/models/bart");
  const Input input = SourceAndTarget{.source = IdSequence{.ids = {5, 6, 7}},
                                      .target = std::vector<std::int32_t>{2, 8}};
  const Run run = *model->run(input);
  for (const AttentionPart part :
       {AttentionPart::encoder, AttentionPart::decoder, AttentionPart::cross}) {
    const auto derived = deriveMaps(*model, input, run, part, MapKind::valueWeighted, 0);
    QVERIFY(derived);
    const Matrix lengths = *copiedLengthsOf(*model, input, part, 1, nullptr);
    Matrix expected = viewOf(run, part).attention->map({1, 2});
    expected.array().rowwise() *= lengths.row(2).array();
    expected.array().colwise() /= expected.rowwise().sum().eval().array();
    QVERIFY(isNear((*derived)->map({1, 2}), expected, 1e-5));
  }
  QVERIFY(deriveMaps(*model, input, run, AttentionPart::decoder, MapKind::rollout, 1));
  const auto cross = deriveMaps(*model, input, run, AttentionPart::cross, MapKind::rollout, 1);
  QVERIFY(!cross && cross.error().code == DerivedMapError::notOfItself);
}

void TestDerivedMaps::crossAttentionHasNone() {
  Made made = madeOf("sandbox:heads=1", "a b c");
  const BlockConfig config{.dModel = 2, .heads = 1, .dK = 2, .cross = ScoreRule{}};
  const auto wide = Trace::ofCross(Transformer(config, {BlockWeights{}}), {}, 2, 3);
  made.run.attention = wide;
  const auto rollout = made.derive(MapKind::rollout);
  QVERIFY(!rollout);
  QVERIFY(rollout.error().code == DerivedMapError::notOfItself);
}

HEADSCOPE_TEST(TestDerivedMaps)

}  // namespace headscope::test_derived_maps

#include "test_derived_maps.moc"
