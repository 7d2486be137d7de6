#include <filesystem>

#include <QTest>

#include "source/open_checkpoint.h"
#include "source/run_golden.h"
#include "test_class.h"

namespace headscope::test_gguf_goldens {

namespace fs = std::filesystem;

// Tiny models as GGUF files against what Hugging Face computes of them (make_gguf_goldens.py).
class TestGgufGoldens : public QObject {
  Q_OBJECT
 private slots:
  void equalsHuggingFace_data();
  void equalsHuggingFace();
};

void TestGgufGoldens::equalsHuggingFace_data() {
  QTest::addColumn<QString>("family");
  QTest::addColumn<bool>("causal");
  QTest::addColumn<bool>("hasLogits");
  QTest::addColumn<QString>("golden");
  const auto row = [](const char* name, const char* family, bool causal, const QString& golden) {
    QTest::newRow(name) << QString::fromUtf8(family) << causal << causal << golden;
  };
  // The goldens of the models that they were made from.
  const auto ofModel = [](const char* name) {
    return QStringLiteral("models/%1/expected.safetensors").arg(QLatin1String(name));
  };
  row("llama", "Llama", true, ofModel("llama"));
  row("llama3_rope", "Llama", true, ofModel("llama3_rope"));
  row("qwen2", "Qwen 2", true, ofModel("qwen2"));
  row("gpt2", "GPT-2", true, ofModel("gpt2"));
  row("bert", "BERT", false, ofModel("bert"));
  // Of weights of their own.
  row("llama_quantized", "Llama", true,
      QStringLiteral("gguf/llama_quantized_expected.safetensors"));
  row("llama_biases", "Llama", true, QStringLiteral("gguf/llama_biases_expected.safetensors"));
}

void TestGgufGoldens::equalsHuggingFace() {
  QFETCH(QString, family);
  QFETCH(bool, causal);
  QFETCH(bool, hasLogits);
  QFETCH(QString, golden);
  const fs::path data = HEADSCOPE_TEST_DATA;
  const auto model =
      openCheckpoint(data / "gguf" / (std::string(QTest::currentDataTag()) + ".gguf"));
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->description().name, std::string(QTest::currentDataTag()));
  QCOMPARE(QString::fromStdString((*model)->description().family), family);
  QCOMPARE((*model)->description().mask, std::string(causal ? "causal" : "none"));
  const Matrix hidden = Matrix::Zero(1, (*model)->description().dModel);
  QCOMPARE((*model)->logits(hidden).has_value(), hasLogits);
  const auto expected = SafetensorsFile::open(data / golden.toStdString());
  QVERIFY(expected);
  compareWithGolden(**model, *expected);
}

HEADSCOPE_TEST(TestGgufGoldens)

}  // namespace headscope::test_gguf_goldens

#include "test_gguf_goldens.moc"
