#include <fstream>
#include <memory>
#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "golden.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "source/open_model.h"
#include "source/real_golden.h"
#include "test_class.h"

namespace headscope::test_minilm {

// The real all-MiniLM-L6-v2 against what Hugging Face computes. The model is 91 MB and stands
// where scripts/test.sh put it; without it these tests say that they were skipped.
class TestMiniLm : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void tokensIdsAndAttentionEqualHuggingFace_data();
  void tokensIdsAndAttentionEqualHuggingFace();
  void itLooksAtAnimal();
  void emptyTextIsSaid();
  void oneWordRuns();
  void fiveHundredAndTwelveTokensFit();
  void aLongerTextIsCutAndSaysWhere();
  void notUtf8IsSaid();
  void traceTakesTheMemoryOfQueriesAndKeys();

 private:
  std::shared_ptr<const ModelSource> model_;
};

void TestMiniLm::initTestCase() {
  const QByteArray folder = qgetenv("HEADSCOPE_MINILM_DIR");
  auto opened = openModel(folder.isEmpty() ? "all-MiniLM-L6-v2" : folder.toStdString());
  if (!opened && folder.isEmpty()) {
    QSKIP("all-MiniLM-L6-v2 is not on this machine: headscope models get all-MiniLM-L6-v2");
  }
  QVERIFY2(opened, opened ? "" : describe(opened.error()).c_str());
  model_ = *opened;
}

void TestMiniLm::tokensIdsAndAttentionEqualHuggingFace_data() {
  QTest::addColumn<int>("text");
  for (int i = 0; i < 4; ++i) {
    QTest::addRow("text %d", i) << i;
  }
}

void TestMiniLm::tokensIdsAndAttentionEqualHuggingFace() {
  QFETCH(int, text);
  const std::string folder = HEADSCOPE_TEST_DATA "/real/minilm/";
  compareWithRealGolden(*model_, folder, text, 1e-4F);
}

void TestMiniLm::itLooksAtAnimal() {
  const auto run =
      model_->run(std::string("The animal didn't cross the street because it was too tired."));
  QVERIFY(run);
  QCOMPARE(run->tokens[10].text, std::string("it"));
  QCOMPARE(run->tokens[2].text, std::string("animal"));
  QVERIFY(isNear(run->attention->row({3, 1}, 10)[2], 0.677, 5e-4));
  const CellArithmetic cell = *run->attention->arithmetic({3, 1}, 10, 2);
  QVERIFY(isNear(cell.dot, 21.688, 5e-3));
  QVERIFY(isNear(cell.score, 3.834, 1e-3));
}

void TestMiniLm::emptyTextIsSaid() {
  for (const char* text : {"", "   ", "\n\t"}) {
    const auto run = model_->run(std::string(text));
    QVERIFY(!run && run.error().code == SourceError::emptyText);
  }
}

void TestMiniLm::oneWordRuns() {
  const auto run = model_->run(std::string("cat"));
  QVERIFY(run);
  QCOMPARE(run->attention->shape().nKey, 3);
  QVERIFY(isNear(run->attention->map({5, 11}).row(1).sum(), 1, 1e-6));
}

void TestMiniLm::fiveHundredAndTwelveTokensFit() {
  std::string text;
  for (int i = 0; i < 510; ++i) {
    text += "cat ";
  }
  const auto run = model_->run(text);
  QVERIFY(run && !run->cut);
  QCOMPARE(run->tokens.size(), std::size_t{512});
}

void TestMiniLm::aLongerTextIsCutAndSaysWhere() {
  std::string text;
  for (int i = 0; i < 511; ++i) {
    text += "cat ";
  }
  const auto run = model_->run(text);
  QVERIFY(run && run->cut);
  QCOMPARE(run->tokens.size(), std::size_t{512});
  QCOMPARE(run->tokens.back().text, std::string("[SEP]"));
  QCOMPARE(run->cut->tokensKept, 512);
  QCOMPARE(run->cut->tokensTotal, 513);
  QCOMPARE(run->cut->codePoint, 510 * 4);
}

void TestMiniLm::notUtf8IsSaid() {
  const auto run = model_->run(std::string("caf\xE9"));
  QVERIFY(!run);
  QVERIFY(describe(run.error()).find("byte 3") != std::string::npos);
}

void TestMiniLm::traceTakesTheMemoryOfQueriesAndKeys() {
  std::string text;
  for (int i = 0; i < 510; ++i) {
    text += "cat ";
  }
  const auto run = model_->run(text);
  const std::size_t queriesAndKeys = 2 * 6 * 512 * 384 * sizeof(float);
  const auto trace = std::dynamic_pointer_cast<const Trace>(run->attention);
  QVERIFY(trace->byteCount() < 2 * queriesAndKeys);
}

HEADSCOPE_TEST(TestMiniLm)

}  // namespace headscope::test_minilm

#include "test_minilm.moc"
