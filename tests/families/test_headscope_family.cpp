#include <QTest>
#include <nlohmann/json.hpp>

#include "families/family.h"
#include "families/plans.h"
#include "families/sample_file.h"
#include "test_class.h"

namespace headscope::test_headscope_family {

// The config.json of a model of the playground.
class TestHeadscopeFamily : public QObject {
  Q_OBJECT
 private slots:
  void mayLeaveMuchOut();
  void positionsAreOneOfFive_data();
  void positionsAreOneOfFive();
  void normsAndTheirPlaces_data();
  void normsAndTheirPlaces();
  void givenWordsAreProjected();
  void refused_data();
  void refused();
};

namespace {

constexpr const char* kConfig = R"({
  "model_type": "headscope", "hidden_size": 8, "num_attention_heads": 2, "head_dim": 6,
  "num_hidden_layers": 3, "vocab_size": 20, "max_position_embeddings": 30})";

// `change` as RFC 7396 merges it: null takes a key away.
nlohmann::json changed(const QString& change) {
  auto json = nlohmann::json::parse(kConfig);
  json.merge_patch(nlohmann::json::parse(change.toStdString()));
  return json;
}

FamilyPlan planned(const QString& change) {
  const auto json = changed(change);
  ConfigReader reader(json, "m/config.json");
  FamilyPlan plan = planHeadscope(reader);
  if (!reader.result()) {
    qFatal("%s", describe(reader.result().error()).c_str());
  }
  return plan;
}

}  // namespace

void TestHeadscopeFamily::mayLeaveMuchOut() {
  const FamilyPlan plan = planned(QStringLiteral("{}"));
  QCOMPARE(plan.family, std::string("Playground"));
  QCOMPARE(plan.layers.size(), std::size_t{3});
  const BlockConfig& block = plan.layers[2];
  QCOMPARE(block.dK, 6);
  QCOMPARE(block.dFeedForward, 32);
  QVERIFY(block.activation == Activation::geluErf);
  QVERIFY(block.norm == NormKind::layerNorm);
  QVERIFY(block.placement == NormPlacement::pre);
  QCOMPARE(block.normEpsilon, 1e-5F);
  QCOMPARE(plan.embedding.positions, std::string("positions"));
  QCOMPARE(plan.embedding.positionRows, 30);
  QCOMPARE(plan.embedding.dWord, 8);
  QCOMPARE(plan.maxTokens, 30);
  QVERIFY(!plan.causal);
}

void TestHeadscopeFamily::positionsAreOneOfFive_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("table");
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("sinusoids");
  QTest::addColumn<bool>("turns");
  QTest::addColumn<bool>("biased");
  const int none = static_cast<int>(PositionKind::none);
  QTest::newRow("learned") << "learned"
                           << "positions" << 30 << none << false << false;
  QTest::newRow("sinusoid") << "sinusoid"
                            << "" << 30 << static_cast<int>(PositionKind::sinusoidInterleaved)
                            << false << false;
  QTest::newRow("rotary") << "rotary"
                          << "" << 0 << none << true << false;
  QTest::newRow("alibi") << "alibi"
                         << "" << 0 << none << false << true;
  QTest::newRow("none") << "none"
                        << "" << 0 << none << false << false;
}

void TestHeadscopeFamily::positionsAreOneOfFive() {
  QFETCH(const QString, name);
  QFETCH(const QString, table);
  QFETCH(const int, rows);
  QFETCH(const int, sinusoids);
  QFETCH(const bool, turns);
  QFETCH(const bool, biased);
  const FamilyPlan plan = planned(R"({"positions": ")" + name + "\"}");
  QCOMPARE(plan.embedding.positions, table.toStdString());
  QCOMPARE(plan.embedding.positionRows, rows);
  QCOMPARE(static_cast<int>(plan.embedding.sinusoids), sinusoids);
  QCOMPARE(plan.layers[0].rotary != nullptr, turns);
  QCOMPARE(plan.layers[0].score.bias != nullptr, biased);
  QCOMPARE(plan.maxTokens, 30);
}

void TestHeadscopeFamily::normsAndTheirPlaces_data() {
  QTest::addColumn<QString>("placement");
  QTest::addColumn<QString>("ofBlocks");
  QTest::addColumn<QString>("final");
  QTest::newRow("pre") << "pre"
                       << "attention_norm"
                       << "final_norm";
  QTest::newRow("post") << "post"
                        << "attention_norm"
                        << "";
  QTest::newRow("none") << "none"
                        << ""
                        << "";
}

void TestHeadscopeFamily::normsAndTheirPlaces() {
  QFETCH(const QString, placement);
  QFETCH(const QString, ofBlocks);
  QFETCH(const QString, final);
  const QString change = R"({"norm_placement": ")" + placement + R"(", "norm": )";
  for (const char* norm : {"\"layer_norm\"}", "\"rms_norm\"}"}) {
    const FamilyPlan plan = planned(change + norm);
    QCOMPARE(plan.block.attentionNorm, ofBlocks.toStdString());
    QCOMPARE(plan.finalNorm, final.toStdString());
    const bool isLayerNorm = plan.layers[0].norm == NormKind::layerNorm;
    QVERIFY(plan.normBias == (isLayerNorm ? Bias::present : Bias::none));
  }
}

void TestHeadscopeFamily::givenWordsAreProjected() {
  const FamilyPlan learnt = planned(QStringLiteral("{}"));
  QCOMPARE(learnt.embedding.wordProjection, std::string());
  QCOMPARE(learnt.head->wordProjection, std::string());
  const FamilyPlan given = planned(R"({"given_size": 5, "is_causal": true})");
  QCOMPARE(given.embedding.dWord, 5);
  QCOMPARE(given.embedding.wordProjection, std::string("words_in"));
  QCOMPARE(given.head->wordProjection, std::string("answers"));
  QVERIFY(given.causal);
}

void TestHeadscopeFamily::refused_data() {
  QTest::addColumn<QString>("change");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  const auto row = [](const std::string& name, const std::string& change, FamilyError code,
                      const std::string& expected) {
    QTest::newRow(name.c_str()) << QString::fromStdString(change) << static_cast<int>(code)
                                << QString::fromStdString("m/config.json: " + expected);
  };
  for (const std::string key : {"hidden_size", "num_attention_heads", "head_dim",
                                "num_hidden_layers", "vocab_size", "max_position_embeddings"}) {
    row("no " + key, "{\"" + key + "\": null}", FamilyError::missingKey,
        key + ": the key is missing.");
    row(key + " of nothing", "{\"" + key + "\": -1}", FamilyError::keyOutOfRange,
        key + ": expected 1 to " +
            (key == "num_hidden_layers"         ? "1024"
             : key == "vocab_size"              ? "16777216"
             : key == "max_position_embeddings" ? "1048576"
                                                : "65536") +
            ", found -1.");
  }
  row("positions", R"({"positions": "relative"})", FamilyError::unsupportedOption,
      "positions: 'relative' is none of learned, sinusoid, rotary, alibi, none.");
  row("norm", R"({"norm": "batch_norm"})", FamilyError::unsupportedOption,
      "norm: 'batch_norm' is none of layer_norm, rms_norm.");
  row("norm placement", R"({"norm_placement": "both"})", FamilyError::unsupportedOption,
      "norm_placement: 'both' is none of pre, post, none.");
  row("positions of a number", R"({"positions": 3})", FamilyError::wrongKeyType,
      "positions: expected a text, found 3.");
  row("odd rotary", R"({"positions": "rotary", "head_dim": 5})", FamilyError::unsupportedOption,
      "head_dim: rotary positions turn pairs of dimensions, and it is odd.");
  row("rotary base", R"({"positions": "rotary", "rope_theta": 0})", FamilyError::keyOutOfRange,
      "rope_theta: expected at least 1.");
  row("heads too wide", R"({"num_attention_heads": 65536, "head_dim": 65536})",
      FamilyError::keyOutOfRange,
      "head_dim: 65536 heads of 65536 dimensions are more than 262144 together.");
  row("activation", R"({"hidden_act": "mish"})", FamilyError::unsupportedOption,
      "hidden_act: the activation 'mish' is not supported. Supported are: gelu, gelu_new, "
      "gelu_fast, gelu_pytorch_tanh, relu, silu, swish.");
  row("given size", R"({"given_size": 65537})", FamilyError::keyOutOfRange,
      "given_size: expected 0 to 65536, found 65537.");
}

void TestHeadscopeFamily::refused() {
  QFETCH(const QString, change);
  QFETCH(const int, code);
  QFETCH(const QString, expected);
  const SampleFile file({});
  const auto model = loadFamily(changed(change), "m/config.json", file.open());
  QVERIFY(!model);
  QCOMPARE(shown(model.error()), expected);
  QCOMPARE(model.error().code, std::error_code(static_cast<FamilyError>(code)));
}

HEADSCOPE_TEST(TestHeadscopeFamily)

}  // namespace headscope::test_headscope_family

#include "test_headscope_family.moc"
