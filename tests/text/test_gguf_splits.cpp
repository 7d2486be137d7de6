#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/gguf_splits.h"

namespace headscope::test_gguf_splits {

class TestGgufSplits : public QObject {
  Q_OBJECT
 private slots:
  void named_data();
  void named();
  void unknownNames_data();
  void unknownNames();
  void allAreNamedInErrors();
};

void TestGgufSplits::named_data() {
  QTest::addColumn<QString>("as");  // whose tokenizer.json says the same
  QTest::addColumn<bool>("ignoreMerges");
  QTest::addColumn<bool>("beginsWithSpecial");
  const auto row = [](const char* name, const char* as, bool llama3 = false) {
    QTest::newRow(name) << QString::fromUtf8(as) << llama3 << llama3;
  };
  row("gpt-2", "bpe_gpt2");
  row("phi-2", "bpe_gpt2");
  row("roberta-bpe", "bpe_gpt2");
  row("llama-bpe", "bpe_llama3", true);
  row("llama-v3", "bpe_llama3", true);
  row("llama3", "bpe_llama3", true);
  row("qwen2", "bpe_qwen2");
  row("smollm", "bpe_smollm2");
  row("starcoder", "bpe_smollm2");
}

// The parts are those of the tokenizer.json that Hugging Face writes for such a model.
void TestGgufSplits::named() {
  QFETCH(QString, as);
  QFETCH(bool, ignoreMerges);
  QFETCH(bool, beginsWithSpecial);
  const GgufSplits* splits = ggufSplitsNamed(QTest::currentDataTag());
  QVERIFY(splits != nullptr);
  QCOMPARE(splits->ignoreMerges, ignoreMerges);
  QCOMPARE(splits->beginsWithSpecial, beginsWithSpecial);
  QFile file(QStringLiteral(HEADSCOPE_TEST_DATA "/tokenizers/%1/tokenizer.json").arg(as));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const auto expected = nlohmann::json::parse(file.readAll().toStdString());
  QCOMPARE(nlohmann::json::parse(splits->normalizer).dump(), expected["normalizer"].dump());
  QCOMPARE(nlohmann::json::parse(splits->preTokenizer).dump(), expected["pre_tokenizer"].dump());
  QCOMPARE(expected["model"].value("ignore_merges", false), ignoreMerges);
}

void TestGgufSplits::unknownNames_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"", "default", "GPT-2", "gpt-2 ", "falcon"}) {
    QTest::addRow("'%s'", name) << QString::fromUtf8(name);
  }
}

void TestGgufSplits::unknownNames() {
  QFETCH(QString, name);
  QVERIFY(ggufSplitsNamed(name.toStdString()) == nullptr);
}

void TestGgufSplits::allAreNamedInErrors() {
  const QString names = QString::fromStdString(knownGgufSplits());
  QCOMPARE(names,
           QStringLiteral("gpt-2, llama-bpe, llama-v3, llama3, phi-2, qwen2, roberta-bpe, smollm, "
                          "starcoder"));
  for (const QString& name : names.split(QStringLiteral(", "))) {
    QVERIFY(ggufSplitsNamed(name.toStdString()) != nullptr);
  }
}

HEADSCOPE_TEST(TestGgufSplits)

}  // namespace headscope::test_gguf_splits

#include "test_gguf_splits.moc"
