#include <cmath>
#include <string>
#include <vector>

#include <QTest>

#include "families/tiny_gguf.h"
#include "test_class.h"

namespace headscope::test_gguf_family {

using namespace std::string_literals;

// What the metadata of a GGUF file mean, beyond what the goldens have.
class TestGgufFamily : public QObject {
  Q_OBJECT
 private slots:
  void llamaFromItsKeys();
  void llamaMayLeaveMuchOut();
  void llamaRowsGetTheirHalvesBack();
  void llamaBiases();
  void keysOfTheirOwnLength();
  void headOfItsOwn();
  void window_data();
  void window();
  void rotaryBase();
  void linearScaling_data();
  void linearScaling();
  void factorsOfFrequencies();
  void factorsComeOnTopOfScaling();
  void decodersThatSeeAhead_data();
  void decodersThatSeeAhead();
  void qwen2();
  void qwen2MayTurnInPart();
  void gpt2();
  void bert();
  void bertOfOneTokenType_data();
  void bertOfOneTokenType();
  void bertWithoutTokenTypes();
  void tensorsThatMayBeLeft_data();
  void tensorsThatMayBeLeft();
  void refused_data();
  void refused();
  void typeThatIsNotRead();
};

namespace {

FamilyModel loaded(const GgufSample& sample) {
  auto model = loadGguf(sample);
  if (!model) {
    qWarning("%s", describe(model.error()).c_str());
    throw std::runtime_error("the model was refused");
  }
  return std::move(*model);
}

std::vector<float> frequenciesOf(const GgufSample& sample) {
  return loaded(sample).transformer.config().rotary->frequencies;
}

GgufSample with(const std::string& name, std::vector<std::uint64_t> shape, float start) {
  GgufSample file = tinyGgufLlama();
  addTensor(file, name, std::move(shape), start);
  return file;
}

GgufSample withoutKey(const char* key) {
  return tinyGgufLlama().without(key);
}

}  // namespace

void TestGgufFamily::llamaFromItsKeys() {
  GgufSample file = tinyGgufLlama();
  file.number("llama.context_length", 77).real("llama.attention.layer_norm_rms_epsilon", 1e-6F);
  file.number("llama.vocab_size", 999);  // the table says how many there are
  const FamilyModel model = loaded(file);
  QCOMPARE(model.family, "Llama"s);
  QVERIFY(model.causal);
  QCOMPARE(model.maxTokens, 77);
  QCOMPARE(std::get<TokenEmbedding>(model.embedding).wordRows, Index{3});
  QCOMPARE(model.transformer.layerCount(), 1);
  const BlockConfig& block = model.transformer.config();
  QCOMPARE(block.dModel, 8);
  QCOMPARE(block.heads, 2);
  QCOMPARE(block.keyHeads(), 1);
  QCOMPARE(block.dK, 4);
  QCOMPARE(block.dFeedForward, 3);
  QCOMPARE(block.normEpsilon, 1e-6F);
  QVERIFY(block.norm == NormKind::rmsNorm);
  QVERIFY(block.placement == NormPlacement::pre);
  QVERIFY(block.feedForward == FeedForward::gated);
  QVERIFY(block.activation == Activation::silu);
}

void TestGgufFamily::llamaMayLeaveMuchOut() {
  GgufSample file = tinyGgufLlama().without("llama.attention.head_count_kv");
  for (const char* name : {"blk.0.attn_k.weight", "blk.0.attn_v.weight"}) {
    file.withoutTensor(name);
    addTensor(file, name, {8, 8}, 200);
  }
  const FamilyModel model = loaded(file);
  QCOMPARE(model.transformer.config().keyHeads(), 2);
  QCOMPARE(model.transformer.config().normEpsilon, 1e-5F);
  QCOMPARE(model.transformer.config().rotary->frequencies, rotary(4, 10000).frequencies);
  QVERIFY(!model.transformer.config().score.reach.back);
  QCOMPARE(model.maxTokens, 2048);
  QVERIFY(model.head);  // of the word table
}

// Rows 0, 1, 2, 3 of a head in the file are rows 0, 2, 1, 3 of it; those of values lie as they are.
// Row r of the queries begins with 100 + 8r.
void TestGgufFamily::llamaRowsGetTheirHalvesBack() {
  const FamilyModel model = loaded(tinyGgufLlama());
  const Matrix weight = model.transformer.layer(0).queryKeyValue.weight.unpacked();
  const Eigen::RowVectorXf first = weight.row(0);
  QVERIFY(first == (Eigen::RowVectorXf{{100, 116, 108, 124, 132, 148, 140, 156,  // queries
                                        200, 216, 208, 224,                      // keys
                                        300, 308, 316, 324}}));                  // values
}

void TestGgufFamily::llamaBiases() {
  GgufSample file = tinyGgufLlama();
  addTensor(file, "blk.0.attn_q.bias", {8}, 0);
  addTensor(file, "blk.0.attn_k.bias", {4}, 10);
  addTensor(file, "blk.0.attn_v.bias", {4}, 20);
  addTensor(file, "blk.0.attn_output.bias", {8}, 30);
  addTensor(file, "blk.0.ffn_gate.bias", {3}, 40);
  addTensor(file, "blk.0.ffn_up.bias", {3}, 50);
  addTensor(file, "blk.0.ffn_down.bias", {8}, 60);
  const FamilyModel model = loaded(file);
  const BlockWeights& weights = model.transformer.layer(0);
  QVERIFY(weights.queryKeyValue.bias == (Eigen::RowVectorXf{{0, 2, 1, 3, 4, 6, 5, 7,  //
                                                             10, 12, 11, 13,          //
                                                             20, 21, 22, 23}}));
  QCOMPARE(weights.output.bias(7), 37.0F);
  QVERIFY(weights.up.bias == (Eigen::RowVectorXf{{40, 41, 42, 50, 51, 52}}));
  QCOMPARE(weights.down.bias(7), 67.0F);
  QCOMPARE(loaded(tinyGgufLlama()).transformer.layer(0).queryKeyValue.bias.size(), Index{0});
}

void TestGgufFamily::keysOfTheirOwnLength() {
  GgufSample file = tinyGgufLlama();
  file.number("llama.attention.key_length", 2).number("llama.attention.value_length", 2);
  for (const char* name : {"attn_q", "attn_k", "attn_v", "attn_output"}) {
    file.withoutTensor("blk.0." + std::string(name) + ".weight");
  }
  addTensor(file, "blk.0.attn_q.weight", {4, 8}, 0);
  addTensor(file, "blk.0.attn_k.weight", {2, 8}, 0);
  addTensor(file, "blk.0.attn_v.weight", {2, 8}, 0);
  addTensor(file, "blk.0.attn_output.weight", {8, 4}, 0);
  QCOMPARE(loaded(file).transformer.config().dK, 2);
}

void TestGgufFamily::headOfItsOwn() {
  const FamilyModel model = loaded(with("output.weight", {3, 8}, 50));
  std::vector<float> row(8);
  model.head->readWord(2, row);
  QCOMPARE(row[0], 66.0F);
  loaded(tinyGgufLlama()).head->readWord(2, row);
  QCOMPARE(row[0], 16.0F);
}

void TestGgufFamily::window_data() {
  QTest::addColumn<unsigned>("window");
  QTest::addColumn<int>("back");
  QTest::newRow("5 tokens, itself one of them") << 5U << 4;
  QTest::newRow("none") << 0U << -1;
}

void TestGgufFamily::window() {
  QFETCH(unsigned, window);
  QFETCH(int, back);
  const FamilyModel model =
      loaded(tinyGgufLlama().number("llama.attention.sliding_window", window));
  QCOMPARE(model.transformer.config().score.reach.back.value_or(-1), back);
}

void TestGgufFamily::rotaryBase() {
  QCOMPARE(frequenciesOf(tinyGgufLlama().real("llama.rope.freq_base", 100)),
           rotary(4, 100).frequencies);
}

void TestGgufFamily::linearScaling_data() {
  QTest::addColumn<QString>("kind");  // or none
  QTest::addColumn<QString>("key");
  QTest::addColumn<float>("divisor");
  QTest::newRow("linear") << "linear"
                          << "llama.rope.scaling.factor" << 4.0F;
  QTest::newRow("without a kind") << ""
                                  << "llama.rope.scaling.factor" << 4.0F;
  QTest::newRow("the older key") << ""
                                 << "llama.rope.scale_linear" << 4.0F;
  QTest::newRow("the older key with a kind") << "linear"
                                             << "llama.rope.scale_linear" << 4.0F;
  QTest::newRow("switched off") << "none"
                                << "llama.rope.scaling.factor" << 1.0F;
}

void TestGgufFamily::linearScaling() {
  QFETCH(QString, kind);
  QFETCH(QString, key);
  QFETCH(float, divisor);
  GgufSample file = tinyGgufLlama().real(key.toStdString(), 4);
  if (!kind.isEmpty()) {
    file.text("llama.rope.scaling.type", kind.toStdString());
  }
  std::vector<float> expected = rotary(4, 10000).frequencies;
  for (float& frequency : expected) {
    frequency /= divisor;
  }
  QCOMPARE(frequenciesOf(file), expected);
}

// Frequencies 1 and 1/100 of 4 dimensions, divided by 2 and 3.
void TestGgufFamily::factorsOfFrequencies() {
  QCOMPARE(frequenciesOf(with("rope_freqs.weight", {2}, 2)),
           (std::vector<float>{0.5F, rotary(4, 10000).frequencies[1] / 3}));
}

void TestGgufFamily::factorsComeOnTopOfScaling() {
  GgufSample file = with("rope_freqs.weight", {2}, 2);
  file.text("llama.rope.scaling.type", "linear").real("llama.rope.scaling.factor", 4);
  QCOMPARE(frequenciesOf(file)[0], 0.125F);
}

// Embedding models that were decoders once.
void TestGgufFamily::decodersThatSeeAhead_data() {
  QTest::addColumn<bool>("causal");
  QTest::newRow("causal") << true;
  QTest::newRow("not causal") << false;
}

void TestGgufFamily::decodersThatSeeAhead() {
  QFETCH(bool, causal);
  QCOMPARE(loaded(tinyGgufLlama().flag("llama.attention.causal", causal)).causal, causal);
  QCOMPARE(loaded(tinyGgufGpt2().flag("gpt2.attention.causal", causal)).causal, causal);
}

// Its rows lie as at Hugging Face, and its projections have biases.
void TestGgufFamily::qwen2() {
  GgufSample file = tinyGgufLlama("qwen2");
  addTensor(file, "blk.0.attn_q.bias", {8}, 0);
  addTensor(file, "blk.0.attn_k.bias", {4}, 10);
  addTensor(file, "blk.0.attn_v.bias", {4}, 20);
  const FamilyModel model = loaded(file);
  QCOMPARE(model.family, "Qwen 2"s);
  const Affine& projections = model.transformer.layer(0).queryKeyValue;
  QVERIFY(projections.bias ==
          (Eigen::RowVectorXf{{0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 20, 21, 22, 23}}));
  QCOMPARE(projections.weight.unpacked()(0, 1), 108.0F);
}

void TestGgufFamily::qwen2MayTurnInPart() {
  GgufSample file = tinyGgufLlama("qwen2").number("qwen2.rope.dimension_count", 2);
  addTensor(file, "blk.0.attn_q.bias", {8}, 0);
  addTensor(file, "blk.0.attn_k.bias", {4}, 10);
  addTensor(file, "blk.0.attn_v.bias", {4}, 20);
  QCOMPARE(frequenciesOf(file), (std::vector<float>{1}));
}

void TestGgufFamily::gpt2() {
  const FamilyModel model = loaded(tinyGgufGpt2());
  QCOMPARE(model.family, "GPT-2"s);
  QVERIFY(model.causal);
  QCOMPARE(model.maxTokens, 5);
  QVERIFY(model.transformer.config().activation == Activation::geluTanh);
  QCOMPARE(model.transformer.config().normEpsilon, 1e-5F);
}

void TestGgufFamily::bert() {
  const FamilyModel model = loaded(tinyGgufBert());
  QCOMPARE(model.family, "BERT"s);
  QVERIFY(!model.causal);
  QVERIFY(!model.head);
  QCOMPARE(model.maxTokens, 5);  // as the table has, not as the metadata say
  QVERIFY(std::get<TokenEmbedding>(model.embedding).tokenType ==
          (Eigen::RowVectorXf{{40, 41, 42, 43}}));
  QVERIFY(model.transformer.config().activation == Activation::geluErf);
  QCOMPARE(model.transformer.config().normEpsilon, 1e-12F);
}

// llama.cpp leaves outer dimensions of 1 out where it writes a file anew.
void TestGgufFamily::bertOfOneTokenType_data() {
  QTest::addColumn<bool>("twoDimensions");
  QTest::newRow("[1, 4]") << true;
  QTest::newRow("[4]") << false;
}

void TestGgufFamily::bertOfOneTokenType() {
  QFETCH(bool, twoDimensions);
  GgufSample file = tinyGgufBert().withoutTensor("token_types.weight");
  addTensor(file, "token_types.weight",
            twoDimensions ? std::vector<std::uint64_t>{1, 4} : std::vector<std::uint64_t>{4}, 70);
  QVERIFY(std::get<TokenEmbedding>(loaded(file).embedding).tokenType ==
          (Eigen::RowVectorXf{{70, 71, 72, 73}}));
}

void TestGgufFamily::bertWithoutTokenTypes() {
  const FamilyModel model = loaded(tinyGgufBert().withoutTensor("token_types.weight"));
  QCOMPARE(std::get<TokenEmbedding>(model.embedding).tokenType.size(), Index{0});
}

void TestGgufFamily::tensorsThatMayBeLeft_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"cls.weight", "cls.bias", "cls.output.weight"}) {
    QTest::newRow(name) << QString::fromUtf8(name);
  }
}

void TestGgufFamily::tensorsThatMayBeLeft() {
  QFETCH(QString, name);
  GgufSample file = tinyGgufBert();
  addTensor(file, name.toStdString(), {4}, 0);
  loaded(file);
}

void TestGgufFamily::refused_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, const GgufSample& file, FamilyError code,
                      const char* expected) {
    QTest::newRow(name) << QByteArray::fromStdString(file.bytes()) << static_cast<int>(code)
                        << QStringLiteral("m.gguf: ") + QString::fromUtf8(expected);
  };
  const auto llama = [] { return tinyGgufLlama(); };
  const std::string known = " Known architectures of GGUF files are: bert, gpt2, llama, qwen2.";
  row("architecture", GgufSample().text("general.architecture", "mamba"),
      FamilyError::unknownFamily,
      ("general.architecture: the architecture 'mamba' is not known." + known).c_str());
  row("no architecture", GgufSample().text("general.name", "x"), FamilyError::unknownFamily,
      ("general.architecture: the key is missing." + known).c_str());
  row("an architecture and no more", GgufSample().text("general.architecture", "qwen2"),
      FamilyError::missingKey, "qwen2.embedding_length: the key is missing.");
  row("no metadata", GgufSample(), FamilyError::unknownFamily,
      ("general.architecture: the key is missing." + known).c_str());
  row("architecture of a number", GgufSample().number("general.architecture", 1),
      FamilyError::wrongKeyType, "general.architecture: expected a text, found 1.");

  for (const char* key : {"llama.embedding_length", "llama.attention.head_count",
                          "llama.feed_forward_length", "llama.block_count"}) {
    row(key, withoutKey(key), FamilyError::missingKey, (key + ": the key is missing."s).c_str());
  }
  row("gpt2 without positions", tinyGgufGpt2().without("gpt2.context_length"),
      FamilyError::missingKey, "gpt2.context_length: the key is missing.");
  row("a text for a number", withoutKey("llama.block_count").text("llama.block_count", "1"),
      FamilyError::wrongKeyType, "llama.block_count: expected a whole number, found \"1\".");
  row("a fraction", withoutKey("llama.block_count").real("llama.block_count", 1.5F),
      FamilyError::wrongKeyType, "llama.block_count: expected a whole number, found 1.5.");
  row("heads layer by layer",
      withoutKey("llama.attention.head_count").numbers("llama.attention.head_count", {2}),
      FamilyError::wrongKeyType, "llama.attention.head_count: expected a whole number, found [].");
  row("a number for a flag", llama().number("llama.attention.causal", 1), FamilyError::wrongKeyType,
      "llama.attention.causal: expected true or false, found 1.");
  row("no layers", withoutKey("llama.block_count").number("llama.block_count", 0),
      FamilyError::keyOutOfRange, "llama.block_count: expected 1 to 1024, found 0.");
  row("layers without end", withoutKey("llama.block_count").number("llama.block_count", 1U << 31U),
      FamilyError::keyOutOfRange, "llama.block_count: expected 1 to 1024, found 2147483648.");
  row("layers beyond 63 bits",
      withoutKey("llama.block_count").entry("llama.block_count", kGgufU64, std::string(8, '\xFF')),
      FamilyError::wrongKeyType,
      "llama.block_count: expected a whole number, found 1.8446744073709552e+19.");
  row("epsilon that is no number",
      llama().real("llama.attention.layer_norm_rms_epsilon", std::nanf("")),
      FamilyError::keyOutOfRange,
      "llama.attention.layer_norm_rms_epsilon: expected a float32 of 0 or more, found null.");

  row("heads that do not divide",
      withoutKey("llama.attention.head_count").number("llama.attention.head_count", 3),
      FamilyError::indivisibleHeads,
      "llama.attention.head_count: 8 dimensions cannot be shared by 3 heads.");
  row("key heads that do not divide",
      withoutKey("llama.attention.head_count")
          .without("llama.attention.head_count_kv")
          .number("llama.attention.head_count", 4)
          .number("llama.attention.head_count_kv", 3),
      FamilyError::indivisibleHeads,
      "llama.attention.head_count_kv: 4 heads cannot share 3 evenly.");
  row("more key heads than heads",
      withoutKey("llama.attention.head_count_kv").number("llama.attention.head_count_kv", 4),
      FamilyError::keyOutOfRange, "llama.attention.head_count_kv: expected 1 to 2, found 4.");
  row("values of another length", llama().number("llama.attention.value_length", 5),
      FamilyError::unsupportedOption,
      "llama.attention.value_length: values of other sizes than keys are not supported.");

  row("yarn", llama().text("llama.rope.scaling.type", "yarn"), FamilyError::unsupportedOption,
      "llama.rope.scaling.type: rotary positions of the kind 'yarn' are not supported. Supported "
      "are: none, linear.");
  row("linear without a factor", llama().text("llama.rope.scaling.type", "linear"),
      FamilyError::missingKey, "llama.rope.scaling.factor: the key is missing.");
  row("factor of half", llama().real("llama.rope.scaling.factor", 0.5F), FamilyError::keyOutOfRange,
      "llama.rope.scaling.factor: expected at least 1.0, found 0.5.");
  row("base of nought", llama().real("llama.rope.freq_base", 0), FamilyError::keyOutOfRange,
      "llama.rope.freq_base: expected at least 1.");
  row("an odd number turns", llama().number("llama.rope.dimension_count", 3),
      FamilyError::keyOutOfRange, "llama.rope.dimension_count: expected an even number.");
  row("more turn than there are", llama().number("llama.rope.dimension_count", 6),
      FamilyError::keyOutOfRange, "llama.rope.dimension_count: expected 2 to 4, found 6.");
  row("a part turns", llama().number("llama.rope.dimension_count", 2),
      FamilyError::unsupportedOption,
      "llama.rope.dimension_count: heads of which only a part turns are not supported in this "
      "family.");
  row("too few factors", with("rope_freqs.weight", {1}, 2), FamilyError::tensorShape,
      "llama.rope_freqs.weight: expected 2 factors.");
  row("factors in rows", with("rope_freqs.weight", {2, 2}, 2), FamilyError::tensorShape,
      "llama.rope_freqs.weight: expected 2 factors.");
  row("factor of nought", with("rope_freqs.weight", {2}, 0), FamilyError::keyOutOfRange,
      "llama.rope_freqs.weight: factor 0 is not above 0.");
  row("factors of whole numbers",
      llama().tensor(
          {.name = "rope_freqs.weight", .lengths = {2}, .type = 26, .data = std::string(8, '\1')}),
      FamilyError::tensorShape, "llama.rope_freqs.weight: the factors cannot be read.");

  row("experts", llama().number("llama.expert_count", 8), FamilyError::unsupportedOption,
      "llama.expert_count: a mixture of experts is not supported.");
  row("a BERT that decodes", tinyGgufBert().flag("bert.attention.causal", true),
      FamilyError::unsupportedOption,
      "bert.attention.causal: a BERT that decodes is not supported.");

  const std::string again =
      " The file is damaged, or of a converter that does otherwise than llama.cpp's: get it again.";
  row("no words", llama().withoutTensor("token_embd.weight"), FamilyError::missingTensor,
      ("tensor 'token_embd.weight': the file does not have it." + again).c_str());
  row("words of another width",
      withoutKey("llama.embedding_length").number("llama.embedding_length", 16),
      FamilyError::tensorShape,
      ("tensor 'token_embd.weight': the configuration asks for the shape [3, 16], the file has "
       "[3, 8]." +
       again)
          .c_str());
  row("a layer is missing", withoutKey("llama.block_count").number("llama.block_count", 2),
      FamilyError::missingTensor,
      ("tensor 'blk.1.attn_q.weight': the file does not have it." + again).c_str());
  row("qwen2 without biases", tinyGgufLlama("qwen2"), FamilyError::missingTensor,
      ("tensor 'blk.0.attn_q.bias': the file does not have it." + again).c_str());

  const std::string instead = " Open the model as safetensors with its config.json instead.";
  row("norms of queries", with("blk.0.attn_q_norm.weight", {4}, 1), FamilyError::unknownTensor,
      ("tensor 'blk.0.attn_q_norm.weight': a Llama that has it is not supported." + instead)
          .c_str());
  row("a layer too many", with("blk.1.attn_q.weight", {8, 8}, 1), FamilyError::unknownTensor,
      ("tensor 'blk.1.attn_q.weight': a Llama that has it is not supported." + instead).c_str());
  row("a lone bias", with("blk.0.attn_v.bias", {4}, 1), FamilyError::unknownTensor,
      ("tensor 'blk.0.attn_v.bias': a Llama that has it is not supported." + instead).c_str());
}

void TestGgufFamily::refused() {
  QFETCH(QByteArray, file);
  QFETCH(int, code);
  QFETCH(QString, expected);
  const TestFolder folder;
  const auto path = folder.write("m.gguf", file.toStdString());
  const auto opened = GgufFile::open(path);
  QVERIFY2(opened, opened ? "" : describe(opened.error()).c_str());
  const auto model = loadGgufFamily(*opened);
  QVERIFY(!model);
  QVERIFY2(model.error().code == static_cast<FamilyError>(code), describe(model.error()).c_str());
  QCOMPARE(
      shown(model.error()).replace(QString::fromStdString(path.string()), QStringLiteral("m.gguf")),
      expected);
}

void TestGgufFamily::typeThatIsNotRead() {
  GgufSample file = tinyGgufLlama().withoutTensor("token_embd.weight");
  file.tensor(
      {.name = "token_embd.weight", .lengths = {8, 3}, .type = 24, .data = std::string(24, '\1')});
  const auto model = loadGguf(file);
  QVERIFY(!model);
  QVERIFY(model.error().code == GgufError::unsupportedTensorType);
  QCOMPARE(model.error().file, "m.gguf"s);
}

HEADSCOPE_TEST(TestGgufFamily)

}  // namespace headscope::test_gguf_family

#include "test_gguf_family.moc"
