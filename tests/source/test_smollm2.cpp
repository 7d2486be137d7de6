#include <fstream>
#include <memory>
#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "golden.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "source/open_model.h"

using namespace headscope;

// The real SmolLM2-135M-Instruct, a GGUF file in Q4_1, against what Hugging Face computes of the
// same file. The model is 98 MB; without it these tests say that they were skipped.
class TestSmolLm2 : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void describesItself();
  void tokensIdsAndAttentionEqualHuggingFace_data();
  void tokensIdsAndAttentionEqualHuggingFace();

 private:
  std::shared_ptr<const ModelSource> model_;
};

void TestSmolLm2::initTestCase() {
  const QByteArray file = qgetenv("HEADSCOPE_SMOLLM2_GGUF");
  auto opened = openModel(file.isEmpty() ? "SmolLM2-135M-Instruct" : file.toStdString());
  if (!opened && file.isEmpty()) {
    QSKIP(
        "SmolLM2-135M-Instruct is not on this machine: headscope models get SmolLM2-135M-Instruct");
  }
  QVERIFY2(opened, opened ? "" : describe(opened.error()).c_str());
  model_ = *opened;
}

void TestSmolLm2::describesItself() {
  const ModelDescription& description = model_->description();
  QCOMPARE(description.family, std::string("Llama"));
  QCOMPARE(description.layers, 30);
  QCOMPARE(description.heads, 9);
  QCOMPARE(description.dK, 64);
  QCOMPARE(description.dModel, 576);
  QCOMPARE(description.mask, std::string("causal"));
  QVERIFY(description.positions == PositionKind::rotary);
  QVERIFY(model_->readsText());
}

void TestSmolLm2::tokensIdsAndAttentionEqualHuggingFace_data() {
  QTest::addColumn<int>("text");
  for (int i = 0; i < 2; ++i) {
    QTest::addRow("text %d", i) << i;
  }
}

void TestSmolLm2::tokensIdsAndAttentionEqualHuggingFace() {
  QFETCH(int, text);
  const std::string folder = HEADSCOPE_TEST_DATA "/real/smollm2/";
  const auto texts = nlohmann::json::parse(std::ifstream(folder + "texts.json"));
  const auto& expected = texts[static_cast<std::size_t>(text)];
  HiddenRecorder hidden;
  const auto run = model_->run(expected["text"].get<std::string>(), {.observer = &hidden});
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  nlohmann::json ids = nlohmann::json::array();
  nlohmann::json tokens = ids;
  for (const Token& token : run->tokens) {
    ids.push_back(token.id);
    tokens.push_back(token.text);
  }
  QCOMPARE(ids.dump(), expected["ids"].dump());
  QCOMPARE(tokens.dump(), expected["tokens"].dump());

  const auto golden = SafetensorsFile::open(folder + std::to_string(text) + ".safetensors");
  QVERIFY(golden);
  const Matrix attention = goldenMatrix(*golden, "attention");  // (30 * 9 * n, n)
  const Index n = static_cast<Index>(run->tokens.size());
  for (int layer = 0; layer < 30; ++layer) {
    for (int head = 0; head < 9; ++head) {
      QVERIFY(isNear(run->attention->map({layer, head}),
                     attention.middleRows((layer * 9 + head) * n, n), 2e-5F));
    }
  }
  // The residual stream reaches 34 here, where a float32 is known to 4e-6 at best.
  QVERIFY(isNear(hidden.hidden().back(), goldenMatrix(*golden, "hidden_last"), 4e-5F));
}

QTEST_GUILESS_MAIN(TestSmolLm2)
#include "test_smollm2.moc"
