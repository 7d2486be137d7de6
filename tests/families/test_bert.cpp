#include <array>

#include <QTest>

#include "families/tiny_bert.h"
#include "test_class.h"

namespace headscope::test_bert {

class TestBert : public QObject {
  Q_OBJECT
 private slots:
  void theConfigBecomesABlock();
  void whatTheConfigMayLeaveOut();
  void theEmbedding();
  void withoutTokenTypes();
  void theLayers();
  void everyNameMayHaveThePrefix();
  void missingKeys_data();
  void missingKeys();
  void sizesOutOfRange_data();
  void sizesOutOfRange();
  void headsThatDoNotDivide();
  void unsupportedOptions_data();
  void unsupportedOptions();
  void everyTensorIsNeeded();
  void everyShapeIsChecked();
  void moreLayersThanTheFileHas();
};

void TestBert::theConfigBecomesABlock() {
  const auto model = TinyBert().load();
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE(model->family, std::string("BERT"));
  QCOMPARE(model->maxTokens, 5);
  QCOMPARE(model->transformer.layerCount(), 2);
  const BlockConfig& block = model->transformer.config();
  QCOMPARE(block.dModel, 4);
  QCOMPARE(block.heads, 2);
  QCOMPARE(block.dK, 2);
  QCOMPARE(block.dFeedForward, 3);
  QCOMPARE(block.score.kind, ScoreKind::scaledDot);
  QCOMPARE(block.activation, Activation::relu);
  QCOMPARE(block.norm, NormKind::layerNorm);
  QCOMPARE(block.placement, NormPlacement::post);
  QCOMPARE(block.normEpsilon, 1e-5F);
  QCOMPARE(block.residual, Residual::yes);
}

void TestBert::whatTheConfigMayLeaveOut() {
  TinyBert bert;
  bert.replaceInConfig(R"("type_vocab_size": 2,)", "");
  bert.replaceInConfig(R"("layer_norm_eps": 1e-5,)", "");
  bert.replaceInConfig(R"("hidden_act": "relu")", R"("more": {"that": "is not read"})");
  const auto model = bert.load();
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE(model->transformer.config().normEpsilon, 1e-12F);
  QCOMPARE(model->transformer.config().activation, Activation::geluErf);
}

void TestBert::theEmbedding() {
  const auto model = TinyBert().load();
  QVERIFY(model);
  const auto& embedding = std::get<TokenEmbedding>(model->embedding);
  QCOMPARE(embedding.dWord, Index{4});
  QCOMPARE(embedding.wordRows, Index{3});
  std::array<float, 4> word{};
  embedding.readWord(2, word);
  QVERIFY((word == std::array<float, 4>{8, 9, 10, 11}));
  QVERIFY(embedding.positions == (Matrix{{20, 21, 22, 23},
                                         {24, 25, 26, 27},
                                         {28, 29, 30, 31},
                                         {32, 33, 34, 35},
                                         {36, 37, 38, 39}}));
  QVERIFY(embedding.tokenType == (Eigen::RowVectorXf{{40, 41, 42, 43}}));
  QVERIFY(embedding.norm->weight == (Eigen::RowVectorXf{{50, 51, 52, 53}}));
  QVERIFY(embedding.norm->bias == (Eigen::RowVectorXf{{54, 55, 56, 57}}));
  QCOMPARE(embedding.normEpsilon, 1e-5F);
}

void TestBert::withoutTokenTypes() {
  TinyBert bert;
  bert.replaceInConfig(R"("type_vocab_size": 2)", R"("type_vocab_size": 0)");
  bert.tensors.erase("embeddings.token_type_embeddings.weight");
  const auto model = bert.load();
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE(std::get<TokenEmbedding>(model->embedding).tokenType.size(), Index{0});
}

// Weights lie as (in, out) where the file has (out, in).
void TestBert::theLayers() {
  const auto model = TinyBert().load();
  QVERIFY(model);
  for (int layer = 0; layer < 2; ++layer) {
    const BlockWeights& weights = model->transformer.layer(layer);
    const float more = 1000.0F * static_cast<float>(layer);
    QVERIFY((weights.queryKeyValue.weight.unpacked().array() - more).matrix() ==
            (Matrix{{100, 104, 108, 112, 200, 204, 208, 212, 300, 304, 308, 312},
                    {101, 105, 109, 113, 201, 205, 209, 213, 301, 305, 309, 313},
                    {102, 106, 110, 114, 202, 206, 210, 214, 302, 306, 310, 314},
                    {103, 107, 111, 115, 203, 207, 211, 215, 303, 307, 311, 315}}));
    QVERIFY((weights.queryKeyValue.bias.array() - more).matrix() ==
            (Eigen::RowVectorXf{{150, 151, 152, 153, 250, 251, 252, 253, 350, 351, 352, 353}}));
    QVERIFY((weights.output.weight.unpacked().array() - more).matrix() ==
            (Matrix{{400, 404, 408, 412},
                    {401, 405, 409, 413},
                    {402, 406, 410, 414},
                    {403, 407, 411, 415}}));
    QVERIFY(weights.output.bias(0) - more == 450);
    QVERIFY(weights.attentionNorm->weight(0) - more == 500);
    QVERIFY(weights.attentionNorm->bias(3) - more == 553);
    QVERIFY((weights.up.weight.unpacked().array() - more).matrix() ==
            (Matrix{{600, 604, 608}, {601, 605, 609}, {602, 606, 610}, {603, 607, 611}}));
    QVERIFY(weights.up.bias(2) - more == 652);
    QVERIFY((weights.down.weight.unpacked().array() - more).matrix() ==
            (Matrix{{700, 703, 706, 709}, {701, 704, 707, 710}, {702, 705, 708, 711}}));
    QVERIFY(weights.down.bias(3) - more == 753);
    QVERIFY(weights.feedForwardNorm->weight(0) - more == 800);
    QVERIFY(weights.feedForwardNorm->bias(3) - more == 853);
  }
}

// As a checkpoint of a model with a head on top has them.
void TestBert::everyNameMayHaveThePrefix() {
  TinyBert bert;
  std::vector<std::string> names;
  for (const auto& [name, tensor] : bert.tensors) {
    names.push_back(name);
  }
  for (const std::string& name : names) {
    bert.renameTensor(name, "bert." + name);
  }
  const auto model = bert.load();
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE(model->transformer.layer(1).down.bias(3), 1753.0F);
}

void TestBert::missingKeys_data() {
  QTest::addColumn<QString>("key");
  for (const char* key : {"hidden_size", "num_attention_heads", "intermediate_size",
                          "num_hidden_layers", "vocab_size", "max_position_embeddings"}) {
    QTest::newRow(key) << QString::fromLatin1(key);
  }
}

void TestBert::missingKeys() {
  QFETCH(QString, key);
  TinyBert bert;
  bert.replaceInConfig(qPrintable(key), "other");
  const auto model = bert.load();
  QVERIFY(!model);
  QVERIFY(model.error().code == FamilyError::missingKey);
  QCOMPARE(shown(model.error()), QStringLiteral("m/config.json: %1: the key is missing.").arg(key));
}

void TestBert::sizesOutOfRange_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::addColumn<QString>("shownError");
  const auto row = [](const char* name, const char* from, const char* to, const char* expected) {
    QTest::newRow(name) << from << to << expected;
  };
  row("no heads", R"("num_attention_heads": 2)", R"("num_attention_heads": 0)",
      "m/config.json: num_attention_heads: expected 1 to 65536, found 0.");
  row("negative width", R"("hidden_size": 4)", R"("hidden_size": -4)",
      "m/config.json: hidden_size: expected 1 to 65536, found -4.");
  row("absurd width", R"("hidden_size": 4)", R"("hidden_size": 65537)",
      "m/config.json: hidden_size: expected 1 to 65536, found 65537.");
  row("no feed-forward network", R"("intermediate_size": 3)", R"("intermediate_size": 0)",
      "m/config.json: intermediate_size: expected 1 to 65536, found 0.");
  row("no layers", R"("num_hidden_layers": 2)", R"("num_hidden_layers": 0)",
      "m/config.json: num_hidden_layers: expected 1 to 1024, found 0.");
  row("absurdly many layers", R"("num_hidden_layers": 2)", R"("num_hidden_layers": 4000000000)",
      "m/config.json: num_hidden_layers: expected 1 to 1024, found 4000000000.");
  row("no words", R"("vocab_size": 3)", R"("vocab_size": 0)",
      "m/config.json: vocab_size: expected 1 to 16777216, found 0.");
  row("no positions", R"("max_position_embeddings": 5)", R"("max_position_embeddings": 0)",
      "m/config.json: max_position_embeddings: expected 1 to 1048576, found 0.");
  row("negative token types", R"("type_vocab_size": 2)", R"("type_vocab_size": -1)",
      "m/config.json: type_vocab_size: expected 0 to 1048576, found -1.");
}

void TestBert::sizesOutOfRange() {
  QFETCH(QString, from);
  QFETCH(QString, to);
  QFETCH(QString, shownError);
  TinyBert bert;
  bert.replaceInConfig(qPrintable(from), qPrintable(to));
  const auto model = bert.load();
  QVERIFY(!model);
  QVERIFY(model.error().code == FamilyError::keyOutOfRange);
  QCOMPARE(shown(model.error()), shownError);
}

void TestBert::headsThatDoNotDivide() {
  TinyBert bert;
  bert.replaceInConfig(R"("num_attention_heads": 2)", R"("num_attention_heads": 3)");
  const auto model = bert.load();
  QVERIFY(!model);
  QVERIFY(model.error().code == FamilyError::indivisibleHeads);
  QCOMPARE(
      shown(model.error()),
      QStringLiteral("m/config.json: num_attention_heads: 3 heads do not divide hidden_size 4."));
}

void TestBert::unsupportedOptions_data() {
  QTest::addColumn<QString>("option");
  QTest::addColumn<QString>("shownError");
  QTest::newRow("relative positions")
      << R"("position_embedding_type": "relative_key")"
      << "m/config.json: position_embedding_type: 'relative_key' is not supported, only absolute "
         "positions are.";
  QTest::newRow("decoder") << R"("is_decoder": true)"
                           << "m/config.json: is_decoder: a BERT that decodes is not supported.";
  QTest::newRow("cross attention")
      << R"("add_cross_attention": true)"
      << "m/config.json: add_cross_attention: a BERT that decodes is not supported.";
  QTest::newRow("activation")
      << R"("hidden_act": "mish")"
      << "m/config.json: hidden_act: the activation 'mish' is not supported. Supported are: gelu, "
         "gelu_new, gelu_fast, gelu_pytorch_tanh, relu, silu, swish.";
}

void TestBert::unsupportedOptions() {
  QFETCH(QString, option);
  QFETCH(QString, shownError);
  TinyBert bert;
  bert.replaceInConfig(R"("hidden_act": "relu")", qPrintable(option));
  const auto model = bert.load();
  QVERIFY(!model);
  QVERIFY(model.error().code == FamilyError::unsupportedOption);
  QCOMPARE(shown(model.error()), shownError);
}

void TestBert::everyTensorIsNeeded() {
  const TinyBert whole;
  QCOMPARE(whole.tensors.size(), std::size_t{37});
  for (const auto& [name, tensor] : whole.tensors) {
    TinyBert bert;
    bert.tensors.erase(name);
    const auto model = bert.load();
    QVERIFY2(!model, name.c_str());
    QVERIFY(model.error().code == FamilyError::missingTensor);
    QCOMPARE(model.error().place, "tensor '" + name + "'");
  }
}

void TestBert::everyShapeIsChecked() {
  const TinyBert whole;
  for (const auto& [name, tensor] : whole.tensors) {
    TinyBert bert;
    bert.tensors[name] = counting({7}, 0);
    const auto model = bert.load();
    QVERIFY2(!model, name.c_str());
    QVERIFY(model.error().code == FamilyError::tensorShape);
    QCOMPARE(model.error().place, "tensor '" + name + "'");
    QVERIFY(model.error().problem.ends_with("the file has [7]"));
  }
}

void TestBert::moreLayersThanTheFileHas() {
  TinyBert bert;
  bert.replaceInConfig(R"("num_hidden_layers": 2)", R"("num_hidden_layers": 3)");
  const auto model = bert.load();
  QVERIFY(!model);
  QVERIFY(model.error().code == FamilyError::missingTensor);
  QCOMPARE(model.error().place,
           std::string("tensor 'encoder.layer.2.attention.self.query.weight'"));
}

HEADSCOPE_TEST(TestBert)

}  // namespace headscope::test_bert

#include "test_bert.moc"
