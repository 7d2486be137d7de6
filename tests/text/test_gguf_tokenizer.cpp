#include <string>
#include <vector>

#include <QTest>

#include "io/safetensors_samples.h"
#include "io/temporary_files.h"
#include "test_class.h"
#include "text/gguf_tokenizer.h"
#include "text/gguf_tokenizer_samples.h"
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
};

namespace {

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

HEADSCOPE_TEST(TestGgufTokenizer)

}  // namespace headscope::test_gguf_tokenizer

#include "test_gguf_tokenizer.moc"
