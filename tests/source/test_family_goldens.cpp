#include <filesystem>

#include <QTest>

#include "source/open_checkpoint.h"
#include "source/run_golden.h"

using namespace headscope;
namespace fs = std::filesystem;

// Every family against what Hugging Face computes of a tiny model (make_goldens.py).
class TestFamilyGoldens : public QObject {
  Q_OBJECT
 private slots:
  void equalsHuggingFace_data();
  void equalsHuggingFace();
};

namespace {

struct Family {
  const char* folder;
  const char* name;
  const char* mask;
  const char* positions;
};

constexpr Family kFamilies[] = {
    {"albert", "ALBERT", "none", "learned"},
    {"bert", "BERT", "none", "learned"},
    {"bloom", "BLOOM", "causal", "alibi"},
    {"distilbert", "DistilBERT", "none", "learned"},
    {"electra", "ELECTRA", "none", "learned"},
    {"gemma2", "Gemma 2", "causal", "rotary"},
    {"gpt2", "GPT-2", "causal", "learned"},
    {"gpt_neox", "GPT-NeoX", "causal", "rotary"},
    {"llama", "Llama", "causal", "rotary"},
    {"llama3_rope", "Llama", "causal", "rotary"},
    {"mistral_window", "Mistral", "causal", "rotary"},
    {"modernbert", "ModernBERT", "none", "rotary"},
    {"opt", "OPT", "causal", "learned"},
    {"phi", "Phi", "causal", "rotary"},
    {"qwen2", "Qwen 2", "causal", "rotary"},
    {"qwen3", "Qwen 3", "causal", "rotary"},
    {"roberta", "RoBERTa", "none", "learned"},
};

}  // namespace

void TestFamilyGoldens::equalsHuggingFace_data() {
  QTest::addColumn<int>("index");
  for (int i = 0; i < static_cast<int>(std::size(kFamilies)); ++i) {
    QTest::newRow(kFamilies[i].folder) << i;
  }
}

void TestFamilyGoldens::equalsHuggingFace() {
  QFETCH(int, index);
  const Family& family = kFamilies[index];
  const fs::path folder = fs::path(HEADSCOPE_TEST_DATA "/models") / family.folder;
  const auto model = openCheckpoint(folder);
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->description().family, std::string(family.name));
  QCOMPARE((*model)->description().mask, std::string(family.mask));
  QCOMPARE(positionKindName((*model)->description().positions), std::string_view(family.positions));

  const auto golden = SafetensorsFile::open(folder / "expected.safetensors");
  QVERIFY(golden);
  const Matrix hidden = Matrix::Zero(1, (*model)->description().dModel);
  QCOMPARE((*model)->logits(hidden).has_value(), golden->find("logits") != nullptr);
  compareWithGolden(**model, *golden);
}

QTEST_GUILESS_MAIN(TestFamilyGoldens)
#include "test_family_goldens.moc"
