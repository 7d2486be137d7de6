#include <cmath>
#include <limits>
#include <string>

#include <QTest>

#include "io/safetensors_samples.h"
#include "io/temporary_files.h"
#include "test_class.h"
#include "text/gguf_tokenizer.h"
#include "text/gguf_tokenizer_samples.h"
#include "text/gguf_vocabulary.h"
#include "text/shown.h"
#include "text/text_error.h"

namespace headscope::test_gguf_tokenizer_errors {

// Each way in which the metadata of a GGUF file make no tokenizer.
class TestGgufTokenizerErrors : public QObject {
  Q_OBJECT
 private slots:
  void bad_data();
  void bad();
  void badAsTokenizerJson_data();
  void badAsTokenizerJson();
};

void TestGgufTokenizerErrors::bad_data() {
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

void TestGgufTokenizerErrors::bad() {
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
void TestGgufTokenizerErrors::badAsTokenizerJson_data() {
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

void TestGgufTokenizerErrors::badAsTokenizerJson() {
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

HEADSCOPE_TEST(TestGgufTokenizerErrors)

}  // namespace headscope::test_gguf_tokenizer_errors

#include "test_gguf_tokenizer_errors.moc"
