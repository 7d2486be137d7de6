#include <fstream>
#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/tokenizer_json.h"

namespace headscope::test_tokenizer_goldens {

// What the Hugging Face tokenizers give for 34 texts a tokenizer; tests/data/tokenizers has the
// script that made them.
class TestTokenizerGoldens : public QObject {
  Q_OBJECT
 private slots:
  void equalToTheReference_data();
  void equalToTheReference();
};

void TestTokenizerGoldens::equalToTheReference_data() {
  QTest::addColumn<QString>("folder");
  for (const char* name : {"wordpiece_uncased", "wordpiece_cased", "wordpiece_no_chinese",
                           "bpe_gpt2", "bpe_roberta", "bpe_smollm2", "bpe_llama2", "bpe_llama3",
                           "bpe_qwen2", "unigram_t5", "unigram_xlmr", "unigram_precompiled"}) {
    QTest::newRow(name)
        << QStringLiteral(HEADSCOPE_TEST_DATA "/tokenizers/%1").arg(QLatin1String(name));
  }
}

void TestTokenizerGoldens::equalToTheReference() {
  QFETCH(QString, folder);
  const auto tokenizer = loadTokenizer((folder + QStringLiteral("/tokenizer.json")).toStdString());
  QVERIFY2(tokenizer, tokenizer ? "" : describe(tokenizer.error()).c_str());
  std::ifstream lines((folder + QStringLiteral("/expected.jsonl")).toStdString());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto expected = nlohmann::json::parse(line);
    const auto encoding = (*tokenizer)->encode(expected["text"].get<std::string>());
    QVERIFY(encoding);
    nlohmann::json ids = nlohmann::json::array();
    nlohmann::json tokens = ids;
    nlohmann::json offsets = ids;
    nlohmann::json words = ids;
    nlohmann::json special = ids;
    for (const Token& token : encoding->tokens) {
      ids.push_back(token.id);
      tokens.push_back(token.text);
      offsets.push_back({token.span.begin, token.span.end});
      words.push_back(token.word < 0 ? nlohmann::json() : nlohmann::json(token.word));
      special.push_back(token.special ? 1 : 0);
    }
    const auto same = [&](const char* field, const nlohmann::json& actual) {
      const std::string report = expected["text"].dump() + "\n" + field + "\n  expected " +
                                 expected[field].dump() + "\n  actual   " + actual.dump();
      QVERIFY2(actual == expected[field], report.c_str());
    };
    same("ids", ids);
    same("tokens", tokens);
    same("offsets", offsets);
    same("word_ids", words);
    same("special_tokens_mask", special);
    if (QTest::currentTestFailed()) {
      return;
    }
  }
  QCOMPARE(count, 34);
}

HEADSCOPE_TEST(TestTokenizerGoldens)

}  // namespace headscope::test_tokenizer_goldens

#include "test_tokenizer_goldens.moc"
