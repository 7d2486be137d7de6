#include <QTest>

#include "source/sandbox_config.h"
#include "source/sandbox_presets.h"
#include "test_class.h"

namespace headscope::test_sandbox_config {

class TestSandboxConfig : public QObject {
  Q_OBJECT
 private slots:
  void presetsAreValid();
  void limits_data();
  void limits();
  void hugeSizesAreRefusedBeforeTheyAreMade();
  void importedMatricesMustFit();
  void importedEmbeddingsNeedWordsAndTheWidth();
  void customMaskNeedsAFile();
};

namespace {

MatrixChoice imported(Index rows, Index columns) {
  return {.kind = MatrixKind::imported,
          .imported = std::make_shared<const ImportedMatrix>(
              ImportedMatrix{.values = Matrix::Zero(rows, columns), .file = "m.csv"})};
}

std::error_code codeOf(const SandboxConfig& config) {
  const auto checked = checkSandbox(config);
  return checked ? std::error_code() : checked.error().code;
}

}  // namespace

void TestSandboxConfig::presetsAreValid() {
  QCOMPARE(sandboxPresets().size(), std::size_t{4});
  for (const SandboxPreset& preset : sandboxPresets()) {
    QVERIFY(checkSandbox(preset.config));
    QVERIFY(findSandboxPreset(preset.id) == &preset);
  }
  QVERIFY(findSandboxPreset("none such") == nullptr);
}

void TestSandboxConfig::limits_data() {
  QTest::addColumn<int>("heads");
  QTest::addColumn<int>("dK");
  QTest::addColumn<int>("dModel");
  QTest::addColumn<int>("layers");
  QTest::addColumn<bool>("valid");
  QTest::newRow("least") << 1 << 1 << 1 << 1 << true;
  QTest::newRow("most heads") << 64 << 4 << 8 << 1 << true;
  QTest::newRow("most d_k") << 1 << 256 << 8 << 1 << true;
  QTest::newRow("most width") << 1 << 4 << 2048 << 1 << true;
  QTest::newRow("most layers") << 1 << 4 << 8 << 24 << true;
  QTest::newRow("no head") << 0 << 4 << 8 << 1 << false;
  QTest::newRow("65 heads") << 65 << 4 << 8 << 1 << false;
  QTest::newRow("d_k 257") << 1 << 257 << 8 << 1 << false;
  QTest::newRow("width 2049") << 1 << 4 << 2049 << 1 << false;
  QTest::newRow("25 layers") << 1 << 4 << 8 << 25 << false;
}

void TestSandboxConfig::limits() {
  QFETCH(int, heads);
  QFETCH(int, dK);
  QFETCH(int, dModel);
  QFETCH(int, layers);
  QFETCH(bool, valid);
  const SandboxConfig config{.heads = heads, .dK = dK, .dModel = dModel, .layers = layers};
  QVERIFY(codeOf(config) ==
          (valid ? std::error_code() : make_error_code(SandboxError::outOfRange)));
}

void TestSandboxConfig::hugeSizesAreRefusedBeforeTheyAreMade() {
  const SandboxConfig config{.heads = 64, .dK = 256, .dModel = 2048, .layers = 24};
  QVERIFY(codeOf(config) == SandboxError::tooLarge);
  QVERIFY(describe(checkSandbox(config).error()).find("12.0 GiB") != std::string::npos);
}

void TestSandboxConfig::importedMatricesMustFit() {
  SandboxConfig config{.heads = 2, .dK = 3, .dModel = 4};
  config.query = imported(4, 6);
  config.output = imported(6, 4);
  QVERIFY(checkSandbox(config));
  config.key = imported(6, 4);
  QVERIFY(codeOf(config) == SandboxError::importedShape);
  config.key = {.kind = MatrixKind::imported};
  QVERIFY(codeOf(config) == SandboxError::importedShape);
}

void TestSandboxConfig::importedEmbeddingsNeedWordsAndTheWidth() {
  SandboxConfig config{.heads = 1, .dK = 2, .dModel = 3, .embedding = EmbeddingKind::imported};
  QVERIFY(codeOf(config) == SandboxError::importedShape);
  config.embeddingTable = std::make_shared<const ImportedMatrix>(
      ImportedMatrix{.values = Matrix::Zero(1, 3), .file = "e.csv"});
  QVERIFY(codeOf(config) == SandboxError::importedShape);
  config.embeddingTable = std::make_shared<const ImportedMatrix>(
      ImportedMatrix{.values = Matrix::Zero(1, 3), .labels = {"cat"}, .file = "e.csv"});
  QVERIFY(checkSandbox(config));
}

void TestSandboxConfig::customMaskNeedsAFile() {
  QVERIFY(codeOf({.mask = SandboxMask::custom}) == SandboxError::maskShape);
}

HEADSCOPE_TEST(TestSandboxConfig)

}  // namespace headscope::test_sandbox_config

#include "test_sandbox_config.moc"
