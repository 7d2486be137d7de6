#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "io/gguf_samples.h"
#include "io/safetensors_samples.h"
#include "io/temporary_files.h"
#include "test_class.h"
#include "text/gguf_tokenizer.h"
#include "text/gguf_vocabulary.h"
#include "text/shown.h"
#include "text/text_error.h"

namespace headscope::test_gguf_tokenizer {

using namespace std::string_literals;

// What the metadata of a GGUF file mean to its tokenizer, beyond what the goldens have.
class TestGgufTokenizer : public QObject {
  Q_OBJECT
 private slots:
  void wholeTokenizerJsonComesFirst();
  void noTokenizer_data();
  void noTokenizer();
  void splitsOfOlderFiles_data();
  void splitsOfOlderFiles();
  void beginsAndEnds_data();
  void beginsAndEnds();
  void frameOfWordPiece_data();
  void frameOfWordPiece();
  void wordPieceOfOlderFiles();
  void wordPieceKnowsItsCase_data();
  void wordPieceKnowsItsCase();
  void tokensOfTheUsersOwn();
  void tokensThatAreNoWords();
  void spacePrefix_data();
  void spacePrefix();
  void extraSpaces_data();
  void extraSpaces();
  void bytesOfUnigram();
  void signedBytesOfRules();
  void bad_data();
  void bad();
  void badAsTokenizerJson_data();
  void badAsTokenizerJson();
};

namespace {

constexpr std::int32_t kNormal = 1;
constexpr std::int32_t kUnknown = 2;
constexpr std::int32_t kControl = 3;
constexpr std::int32_t kUser = 4;
constexpr std::int32_t kUnused = 5;
constexpr std::int32_t kByte = 6;

std::string key(const char* name) {
  return std::string("tokenizer.ggml.") + name;
}

GgufSample sample(const std::string& model, const std::vector<std::string>& tokens,
                  const std::vector<std::int32_t>& types = {}) {
  GgufSample file;
  file.text("general.architecture", "llama").text(key("model"), model);
  file.texts(key("tokens"), tokens);
  if (!types.empty()) {
    file.numbers(key("token_type"), types);
  }
  return file;
}

// Bytes "a" and "b", their pair, a space, and a beginning and an end.
GgufSample byteLevel() {
  return sample("gpt2", {"a", "b", "ab", "Ġ", "<s>", "</s>"},
                {kNormal, kNormal, kNormal, kNormal, kControl, kControl})
      .texts(key("merges"), {"a b"})
      .text(key("pre"), "gpt-2")
      .number(key("bos_token_id"), 4)
      .number(key("eos_token_id"), 5);
}

GgufSample sentencePiece() {
  return sample("llama", {"<unk>", "<s>", "</s>", "<0x41>", "▁a", "▁", "a", "b", "ab"},
                {kUnknown, kControl, kControl, kByte, kNormal, kNormal, kNormal, kNormal, kNormal})
      .reals(key("scores"), {0, 0, 0, 0, -1.5F, -2, -3, -4, -1})
      .number(key("unknown_token_id"), 0)
      .number(key("bos_token_id"), 1)
      .number(key("eos_token_id"), 2);
}

GgufSample wordPiece() {
  return sample("bert", {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁un", "able", "▁able", "[new]"},
                {kControl, kControl, kControl, kControl, kNormal, kNormal, kNormal, kControl})
      .number(key("unknown_token_id"), 1)
      .number(key("cls_token_id"), 2)
      .number(key("seperator_token_id"), 3);
}

GgufSample unigram() {
  return sample("t5", {"<unk>", "</s>", "▁", "▁a", "a", "b", "<0x43>"},
                {kUnknown, kControl, kNormal, kNormal, kNormal, kNormal, kUnused})
      .reals(key("scores"), {0, 0, -2, -1, -3, -3, 0})
      .number(key("unknown_token_id"), 0)
      .number(key("eos_token_id"), 1);
}

Result<std::unique_ptr<Tokenizer>> load(const GgufSample& sample) {
  const TestFolder folder;
  const auto path = folder.write("m.gguf", sample.bytes());
  const auto file = GgufFile::open(path);
  auto tokenizer = file ? ggufTokenizer(**file) : failure(file.error());
  return std::move(tokenizer).map_error([&](Error error) {
    if (error.file == path.string()) {
      error.file = "m.gguf";
    }
    return error;
  });
}

// "<s> ab": the tokens of a text.
std::string tokensOf(const GgufSample& sample, const std::string& text) {
  const auto tokenizer = load(sample);
  if (!tokenizer || *tokenizer == nullptr) {
    return tokenizer ? "none" : describe(tokenizer.error());
  }
  const auto encoding = (*tokenizer)->encode(text);
  if (!encoding) {
    return describe(encoding.error());
  }
  std::string tokens;
  for (const Token& token : encoding->tokens) {
    tokens.append(tokens.empty() ? "" : " ").append(token.text);
  }
  return tokens;
}

}  // namespace

void TestGgufTokenizer::wholeTokenizerJsonComesFirst() {
  GgufSample file = byteLevel();
  file.text("tokenizer.huggingface.json",
            R"({"model": {"type": "BPE", "vocab": {"x": 0}, "merges": []}})");
  QCOMPARE(tokensOf(file, "x"), "x"s);
}

void TestGgufTokenizer::noTokenizer_data() {
  QTest::addColumn<QString>("model");
  QTest::newRow("no key") << QString();
  QTest::newRow("none") << "none";
  QTest::newRow("no_vocab") << "no_vocab";
}

void TestGgufTokenizer::noTokenizer() {
  QFETCH(QString, model);
  GgufSample file;
  if (!model.isEmpty()) {
    file.text(key("model"), model.toStdString());
  }
  const auto tokenizer = load(file);
  QVERIFY(tokenizer);
  QVERIFY(*tokenizer == nullptr);
}

// Those of before 2024 do not name how they cut: it is known of an architecture, or not.
void TestGgufTokenizer::splitsOfOlderFiles_data() {
  QTest::addColumn<QString>("architecture");
  QTest::addColumn<QString>("expected");
  QTest::newRow("gpt2") << "gpt2"
                        << "ab Ġ ab";
  QTest::newRow("qwen2") << "qwen2"
                         << "ab Ġ ab";
  QTest::newRow("llama") << "llama"
                         << "";
}

void TestGgufTokenizer::splitsOfOlderFiles() {
  QFETCH(QString, architecture);
  QFETCH(QString, expected);
  GgufSample file = byteLevel().without(key("pre")).without("general.architecture");
  file.text("general.architecture", architecture.toStdString());
  if (expected.isEmpty()) {
    const auto tokenizer = load(file);
    QVERIFY(!tokenizer);
    QVERIFY(isInputError(tokenizer.error(), GgufTokenizerError::unsupportedSplits));
    QCOMPARE(tokenizer.error().problem,
             "the key is missing, so it is not known how texts are cut"s);
    return;
  }
  QCOMPARE(tokensOf(file, "ab ab"), expected.toStdString());
}

void TestGgufTokenizer::beginsAndEnds_data() {
  QTest::addColumn<QString>("model");
  QTest::addColumn<QString>("flags");  // of add_bos_token and add_eos_token: yes, no, or unsaid
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* model, const char* flags, const char* expected) {
    QTest::addRow("%s %s", model, flags)
        << QString::fromUtf8(model) << QString::fromUtf8(flags) << QString::fromUtf8(expected);
  };
  row("gpt-2", "--", "ab");
  row("gpt-2", "yy", "<s> ab </s>");
  row("gpt-2", "yn", "<s> ab");
  row("llama-bpe", "--", "<s> ab");
  row("llama-bpe", "n-", "ab");
  row("llama", "--", "<s> ▁ ab");
  row("llama", "ny", "▁ ab </s>");
  row("t5", "--", "▁a b </s>");
  row("t5", "-n", "▁a b");
}

void TestGgufTokenizer::beginsAndEnds() {
  QFETCH(QString, model);
  QFETCH(QString, flags);
  QFETCH(QString, expected);
  GgufSample file = model == QStringLiteral("llama") ? sentencePiece()
                    : model == QStringLiteral("t5")
                        ? unigram()
                        : byteLevel().without(key("pre")).text(key("pre"), model.toStdString());
  const char* const keys[] = {"add_bos_token", "add_eos_token"};
  for (int i = 0; i < 2; ++i) {
    if (flags[i] != QLatin1Char('-')) {
      file.flag(key(keys[i]), flags[i] == QLatin1Char('y'));
    }
  }
  QCOMPARE(QString::fromStdString(tokensOf(file, "ab")), expected);
}

// Converters of before 2025 wrote cls_token_id, those after it bos_token_id.
void TestGgufTokenizer::frameOfWordPiece_data() {
  QTest::addColumn<QString>("before");
  QTest::addColumn<QString>("after");
  QTest::newRow("older") << "cls_token_id"
                         << "seperator_token_id";
  QTest::newRow("newer") << "bos_token_id"
                         << "seperator_token_id";
  QTest::newRow("without a separator") << "bos_token_id"
                                       << "eos_token_id";
}

void TestGgufTokenizer::frameOfWordPiece() {
  QFETCH(QString, before);
  QFETCH(QString, after);
  GgufSample file = wordPiece().without(key("cls_token_id")).without(key("seperator_token_id"));
  file.number("tokenizer.ggml." + before.toStdString(), 2);
  file.number("tokenizer.ggml." + after.toStdString(), 3);
  QCOMPARE(tokensOf(file, "unable [new] able zz"), "[CLS] un ##able [new] able [UNK] [SEP]"s);
}

// They have [CLS] and the like among the normal tokens.
void TestGgufTokenizer::wordPieceOfOlderFiles() {
  GgufSample file = wordPiece().without(key("token_type"));
  QCOMPARE(tokensOf(file, "unable"), "[CLS] un ##able [SEP]"s);
}

void TestGgufTokenizer::wordPieceKnowsItsCase_data() {
  QTest::addColumn<QString>("word");
  QTest::addColumn<int>("type");
  QTest::addColumn<QString>("expected");
  QTest::newRow("a token with a capital") << "▁Able" << kNormal << "[CLS] Able [SEP]";
  QTest::newRow("none") << "▁abler" << kNormal << "[CLS] able [SEP]";
  QTest::newRow("one of the user's") << "▁<ABLE>" << kUser << "[CLS] able [SEP]";
}

void TestGgufTokenizer::wordPieceKnowsItsCase() {
  QFETCH(QString, word);
  QFETCH(int, type);
  QFETCH(QString, expected);
  GgufSample file = wordPiece().without(key("tokens")).without(key("token_type"));
  file.texts(key("tokens"),
             {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁un", "able", "▁able", word.toStdString()});
  file.numbers(key("token_type"),
               {kControl, kControl, kControl, kControl, kNormal, kNormal, kNormal, type});
  QCOMPARE(QString::fromStdString(tokensOf(file, "Able")), expected);
}

// They are found in a text as they stand, whatever the vocabulary spells before them.
void TestGgufTokenizer::tokensOfTheUsersOwn() {
  GgufSample word = wordPiece().without(key("tokens")).without(key("token_type"));
  word.texts(key("tokens"), {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁un", "able", "▁able", "▁<num>"});
  word.numbers(key("token_type"),
               {kControl, kControl, kControl, kControl, kNormal, kNormal, kNormal, kUser});
  const auto tokenizer = load(word);
  QVERIFY(tokenizer);
  const auto encoding = (*tokenizer)->encode("able <num>");
  QVERIFY(encoding);
  QCOMPARE(encoding->tokens.size(), std::size_t{4});
  QCOMPARE(encoding->tokens[2].text, "<num>"s);
  QCOMPARE(encoding->tokens[2].id, 7);
  QVERIFY(!encoding->tokens[2].special);

  GgufSample bytes = byteLevel().without(key("token_type"));
  bytes.numbers(key("token_type"), {kNormal, kNormal, kNormal, kNormal, kUser, kControl});
  QCOMPARE(tokensOf(bytes, "a<s>b</s>"), "a <s> b </s>"s);
}

// Bytes and what is unused are not found in a text, nor made by merges.
void TestGgufTokenizer::tokensThatAreNoWords() {
  GgufSample file = sample("llama", {"<unk>", "<0x41>", "a", "b", "ab"},
                           {kUnknown, kByte, kNormal, kNormal, kUnused});
  file.reals(key("scores"), {0, 0, -1, -2, 0}).flag(key("add_space_prefix"), false);
  file.number(key("unknown_token_id"), 0);
  QCOMPARE(tokensOf(file, "abA"), "a b <0x41>"s);
}

void TestGgufTokenizer::spacePrefix_data() {
  QTest::addColumn<QString>("model");
  QTest::addColumn<bool>("prefix");
  QTest::addColumn<QString>("expected");
  QTest::newRow("SentencePiece's merges") << "llama" << true << "<s> ▁ ab";
  QTest::newRow("without") << "llama" << false << "<s> ab";
  QTest::newRow("unigram") << "t5" << true << "▁a b </s>";
  QTest::newRow("unigram without") << "t5" << false << "a b </s>";
}

void TestGgufTokenizer::spacePrefix() {
  QFETCH(QString, model);
  QFETCH(bool, prefix);
  QFETCH(QString, expected);
  GgufSample file = model == QStringLiteral("t5") ? unigram() : sentencePiece();
  file.flag(key("add_space_prefix"), prefix);
  QCOMPARE(QString::fromStdString(tokensOf(file, "ab")), expected);
}

void TestGgufTokenizer::extraSpaces_data() {
  QTest::addColumn<bool>("remove");
  QTest::addColumn<QString>("expected");
  QTest::newRow("go") << true << "▁a ▁a </s>";
  QTest::newRow("stay") << false << "▁ ▁ ▁a ▁ ▁a ▁ </s>";
}

void TestGgufTokenizer::extraSpaces() {
  QFETCH(bool, remove);
  QFETCH(QString, expected);
  GgufSample file = unigram().flag(key("remove_extra_whitespaces"), remove);
  QCOMPARE(QString::fromStdString(tokensOf(file, "   a  a ")), expected);
}

// Where the vocabulary has bytes, what is unknown is written in them.
void TestGgufTokenizer::bytesOfUnigram() {
  QCOMPARE(tokensOf(unigram(), "aC"), "▁a C </s>"s);  // unknown
  GgufSample file = unigram().without(key("token_type"));
  file.numbers(key("token_type"), {kUnknown, kControl, kNormal, kNormal, kNormal, kNormal, kByte});
  QCOMPARE(tokensOf(file, "aC"), "▁a <0x43> </s>"s);
}

// A map of nothing: a trie of no units and no texts.
void TestGgufTokenizer::signedBytesOfRules() {
  const auto golden =
      GgufFile::open(HEADSCOPE_TEST_DATA "/gguf/tokenizers/unigram_precompiled.gguf");
  QVERIFY(golden);
  const auto& rules = std::get<std::vector<std::int64_t>>(
      std::get<GgufArray>((*golden)->metadata().at("tokenizer.ggml.precompiled_charsmap")));
  std::string bytes;
  for (const std::int64_t byte : rules) {
    bytes += static_cast<char>(byte);
  }
  QVERIFY(bytes.find_first_of("\x80\xFF") != std::string::npos);
  for (const std::uint32_t kind : {kGgufU8, kGgufI8}) {
    GgufSample file = unigram();
    file.entry(key("precompiled_charsmap"), kGgufArray, ggufArray(kind, bytes.size(), bytes));
    QCOMPARE(tokensOf(file, "a\u00AD"), "▁a </s>"s);  // a rule takes the soft hyphen away
  }
}

void TestGgufTokenizer::bad_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, const GgufSample& file, GgufTokenizerError code,
                      const std::string& expected) {
    QTest::newRow(name) << QByteArray::fromStdString(file.bytes()) << static_cast<int>(code)
                        << QString::fromStdString("m.gguf: tokenizer.ggml." + expected);
  };
  const std::string beside = " Put the model's tokenizer.json beside the file: it is used instead.";
  const auto missing = [&](const char* name, GgufSample file, const char* name2) {
    row(name, file.without(key(name2)), GgufTokenizerError::missingKey,
        std::string(name2) + ": the key is missing." + beside);
  };
  missing("no tokens", byteLevel(), "tokens");
  missing("no merges", byteLevel(), "merges");
  missing("no scores", sentencePiece(), "scores");
  missing("no scores of unigrams", unigram(), "scores");
  missing("no unknown token", wordPiece(), "unknown_token_id");

  row("model of a number", GgufSample().number(key("model"), 1), GgufTokenizerError::wrongType,
      "model: expected a text." + beside);
  row("tokens of numbers", byteLevel().without(key("tokens")).numbers(key("tokens"), {1}),
      GgufTokenizerError::wrongType, "tokens: expected an array of texts." + beside);
  row("one token", byteLevel().without(key("tokens")).text(key("tokens"), "a"),
      GgufTokenizerError::wrongType, "tokens: expected an array of texts." + beside);
  row("types of texts", byteLevel().without(key("token_type")).texts(key("token_type"), {"normal"}),
      GgufTokenizerError::wrongType, "token_type: expected an array of numbers." + beside);
  row("scores of whole numbers",
      sentencePiece().without(key("scores")).numbers(key("scores"), {0, 0, 0, 0, 0, 0, 0, 0, 0}),
      GgufTokenizerError::wrongType, "scores: expected an array of numbers." + beside);
  row("id of a text",
      byteLevel()
          .flag(key("add_bos_token"), true)
          .without(key("bos_token_id"))
          .text(key("bos_token_id"), "<s>"),
      GgufTokenizerError::wrongType, "bos_token_id: expected a whole number." + beside);
  row("flag of a number", byteLevel().number(key("add_bos_token"), 1),
      GgufTokenizerError::wrongType, "add_bos_token: expected a truth value." + beside);
  row("rules of large numbers", unigram().numbers(key("precompiled_charsmap"), {256}),
      GgufTokenizerError::wrongType, "precompiled_charsmap: expected bytes." + beside);
  row("rules of small numbers", unigram().numbers(key("precompiled_charsmap"), {-129}),
      GgufTokenizerError::wrongType, "precompiled_charsmap: expected bytes." + beside);

  row("too few types", byteLevel().without(key("token_type")).numbers(key("token_type"), {1}),
      GgufTokenizerError::wrongLength, "token_type: there are 1 types for 6 tokens." + beside);
  row("too few scores", sentencePiece().without(key("scores")).reals(key("scores"), {1, 2}),
      GgufTokenizerError::wrongLength, "scores: there are 2 scores for 9 tokens." + beside);
  for (const float score :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    row(std::isnan(score) ? "score that is no number" : "endless score",
        unigram().without(key("scores")).reals(key("scores"), {0, 0, 0, score, 0, 0, 0}),
        GgufTokenizerError::badScore, "scores: that of token 3 is no finite number." + beside);
  }
  row("score of merges that is no number",
      sentencePiece()
          .without(key("scores"))
          .reals(key("scores"), {0, 0, 0, 0, 0, 0, 0, 0, std::nanf("")}),
      GgufTokenizerError::badScore, "scores: that of token 8 is no finite number." + beside);
  row("long token",
      sample("llama", {"a", std::string(kLongestGgufToken + 1, 'a')}).reals(key("scores"), {0, 0}),
      GgufTokenizerError::longToken,
      "tokens: token 1 has 1025 bytes; at most 1024 are read." + beside);

  row("id beyond the tokens",
      wordPiece().without(key("cls_token_id")).number(key("cls_token_id"), 8),
      GgufTokenizerError::idOutOfRange, "cls_token_id: there is no token 8 of 8." + beside);
  row("id below 0",
      unigram()
          .without(key("eos_token_id"))
          .entry(key("eos_token_id"), kGgufI32, ggufNumber(std::int32_t{-1})),
      GgufTokenizerError::idOutOfRange, "eos_token_id: there is no token -1 of 7." + beside);
  row("no token of all", sample("t5", {}).reals(key("scores"), {}).number(key("eos_token_id"), 0),
      GgufTokenizerError::idOutOfRange, "eos_token_id: there is no token 0 of 0." + beside);

  row("kind", GgufSample().text(key("model"), "rwkv"), GgufTokenizerError::unsupportedModel,
      "model: a tokenizer of the kind 'rwkv' is not supported." +
          beside.substr(0, beside.size() - 1) + ". Supported are: bert, gpt2, llama, t5.");
  row("splits", byteLevel().without(key("pre")).text(key("pre"), "falcon"),
      GgufTokenizerError::unsupportedSplits,
      "pre: texts that are cut as by 'falcon' are not supported." +
          beside.substr(0, beside.size() - 1) +
          ". Supported are: gpt-2, llama-bpe, llama-v3, llama3, phi-2, qwen2, roberta-bpe, smollm, "
          "starcoder.");
}

void TestGgufTokenizer::bad() {
  QFETCH(QByteArray, file);
  QFETCH(int, code);
  QFETCH(QString, expected);
  const TestFolder folder;
  const auto path = folder.write("m.gguf", file.toStdString());
  const auto opened = GgufFile::open(path);
  QVERIFY2(opened, opened ? "" : describe(opened.error()).c_str());
  const auto tokenizer = ggufTokenizer(**opened);
  QVERIFY(!tokenizer);
  QVERIFY(isInputError(tokenizer.error(), static_cast<GgufTokenizerError>(code)));
  QCOMPARE(QString::fromStdString(describe(tokenizer.error()))
               .replace(QString::fromStdString(path.string()), QStringLiteral("m.gguf")),
           expected);
}

// What is wrong in the vocabulary itself is found where a tokenizer.json is read.
void TestGgufTokenizer::badAsTokenizerJson_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<int>("code");
  const auto row = [](const char* name, const GgufSample& file, TokenizerError code) {
    QTest::newRow(name) << QByteArray::fromStdString(file.bytes()) << static_cast<int>(code);
  };
  row("merge of one", byteLevel().without(key("merges")).texts(key("merges"), {"a"}),
      TokenizerError::badMerge);
  row("merge of what is not there",
      byteLevel().without(key("merges")).texts(key("merges"), {"a c"}), TokenizerError::badMerge);
  row("rules that are none", unigram().numbers(key("precompiled_charsmap"), {1, 2, 3, 4, 5}),
      TokenizerError::badCharsMap);
  row("no tokens", sample("t5", {}).reals(key("scores"), {}), TokenizerError::emptyVocabulary);
}

void TestGgufTokenizer::badAsTokenizerJson() {
  QFETCH(QByteArray, file);
  QFETCH(int, code);
  const TestFolder folder;
  const auto path = folder.write("m.gguf", file.toStdString());
  const auto opened = GgufFile::open(path);
  QVERIFY(opened);
  const auto tokenizer = ggufTokenizer(**opened);
  QVERIFY(!tokenizer);
  QVERIFY2(tokenizer.error().code == static_cast<TokenizerError>(code),
           describe(tokenizer.error()).c_str());
  QCOMPARE(tokenizer.error().file, path.string());
}

HEADSCOPE_TEST(TestGgufTokenizer)

}  // namespace headscope::test_gguf_tokenizer

#include "test_gguf_tokenizer.moc"
