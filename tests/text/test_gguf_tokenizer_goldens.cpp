#include <fstream>
#include <memory>
#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/gguf_tokenizer.h"

namespace headscope::test_gguf_tokenizer_goldens {

// The tokenizers of GGUF files against what the Hugging Face tokenizers and SentencePiece give
// (make_gguf_tokenizers.py).
class TestGgufTokenizerGoldens : public QObject {
  Q_OBJECT
 private slots:
  void equalsHuggingFace_data();
  void equalsHuggingFace();
  void equalsSentencePiece();
};

namespace {

using Json = nlohmann::json;

// The fields of an expected line that must be equal.
void compareLine(const Tokenizer& tokenizer, const Json& expected,
                 std::initializer_list<const char*> fields) {
  const auto encoding = tokenizer.encode(expected["text"].get<std::string>());
  QVERIFY2(encoding, encoding ? "" : describe(encoding.error()).c_str());
  Json actual = Json::object();
  for (const char* field : {"ids", "tokens", "offsets", "word_ids", "special_tokens_mask"}) {
    actual[field] = Json::array();
  }
  for (const Token& token : encoding->tokens) {
    actual["ids"].push_back(token.id);
    actual["tokens"].push_back(token.text);
    actual["offsets"].push_back({token.span.begin, token.span.end});
    actual["word_ids"].push_back(token.word < 0 ? Json() : Json(token.word));
    actual["special_tokens_mask"].push_back(token.special ? 1 : 0);
  }
  for (const char* field : fields) {
    const std::string report = expected["text"].dump() + "\n" + field + "\n  expected " +
                               expected[field].dump() + "\n  actual   " + actual[field].dump();
    QVERIFY2(actual[field] == expected[field], report.c_str());
  }
}

std::unique_ptr<Tokenizer> golden(const std::string& name) {
  const auto file = GgufFile::open(HEADSCOPE_TEST_DATA "/gguf/tokenizers/" + name + ".gguf");
  auto tokenizer = file ? ggufTokenizer(**file) : failure(file.error());
  if (!tokenizer) {
    qWarning("%s", describe(tokenizer.error()).c_str());
    return nullptr;
  }
  return std::move(*tokenizer);
}

}  // namespace

void TestGgufTokenizerGoldens::equalsHuggingFace_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"bpe_gpt2", "bpe_smollm2", "bpe_llama3", "bpe_qwen2", "bpe_roberta",
                           "wordpiece_uncased", "wordpiece_cased", "unigram_precompiled"}) {
    QTest::newRow(name) << QString::fromUtf8(name);
  }
}

// All that tokenizer.json gives is given, but for RoBERTa's offsets: they leave the space before a
// word out, and a GGUF file does not say so.
void TestGgufTokenizerGoldens::equalsHuggingFace() {
  QFETCH(QString, name);
  const auto tokenizer = golden(name.toStdString());
  QVERIFY(tokenizer);
  std::ifstream lines(HEADSCOPE_TEST_DATA "/tokenizers/" + name.toStdString() + "/expected.jsonl");
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const Json expected = Json::parse(line);
    if (name == QStringLiteral("bpe_roberta")) {
      compareLine(*tokenizer, expected, {"ids", "tokens", "word_ids", "special_tokens_mask"});
    } else {
      compareLine(*tokenizer, expected,
                  {"ids", "tokens", "offsets", "word_ids", "special_tokens_mask"});
    }
    if (QTest::currentTestFailed()) {
      return;
    }
  }
  QCOMPARE(count, 34);
}

void TestGgufTokenizerGoldens::equalsSentencePiece() {
  const auto tokenizer = golden("sentencepiece");
  QVERIFY(tokenizer);
  std::ifstream lines(HEADSCOPE_TEST_DATA "/gguf/tokenizers/sentencepiece.jsonl");
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    compareLine(*tokenizer, Json::parse(line), {"ids", "tokens"});
    if (QTest::currentTestFailed()) {
      return;
    }
  }
  QCOMPARE(count, 33);
}

HEADSCOPE_TEST(TestGgufTokenizerGoldens)

}  // namespace headscope::test_gguf_tokenizer_goldens

#include "test_gguf_tokenizer_goldens.moc"
