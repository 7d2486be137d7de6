#include <filesystem>

#include <QTest>

#include "source/open_checkpoint.h"
#include "source/run_golden.h"
#include "test_class.h"

namespace headscope::test_family_goldens {

namespace fs = std::filesystem;

// Every family against what Hugging Face computes of a tiny model (make_goldens.py).
class TestFamilyGoldens : public QObject {
  Q_OBJECT
 private slots:
  void equalsHuggingFace_data();
  void equalsHuggingFace();
  void encoderDecoderEqualsHuggingFace_data();
  void encoderDecoderEqualsHuggingFace();
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
    {"deit", "DeiT", "none", "learned"},
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
    {"vit", "ViT", "none", "learned"},
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

void TestFamilyGoldens::encoderDecoderEqualsHuggingFace_data() {
  QTest::addColumn<QString>("family");
  QTest::addColumn<QString>("positions");
  QTest::newRow("bart") << "BART"
                        << "learned";
  QTest::newRow("marian") << "Marian"
                          << "sinusoid-sorted";
  QTest::newRow("t5") << "T5"
                      << "relative-buckets";
}

void TestFamilyGoldens::encoderDecoderEqualsHuggingFace() {
  QFETCH(QString, family);
  QFETCH(QString, positions);
  const fs::path folder = fs::path(HEADSCOPE_TEST_DATA "/models") / QTest::currentDataTag();
  const auto model = openCheckpoint(folder);
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  const ModelDescription& description = (*model)->description();
  QCOMPARE(description.family, family.toStdString());
  QCOMPARE(positionKindName(description.positions), std::string_view(positions.toStdString()));
  QCOMPARE(description.decoderLayers, 2);
  QCOMPARE(description.decoderHeads, 4);

  const auto golden = SafetensorsFile::open(folder / "expected.safetensors");
  QVERIFY(golden);
  HiddenRecorder hidden;
  HiddenRecorder decoderHidden;
  const auto run =
      (*model)->run(SourceAndTarget{.source = IdSequence{.ids = goldenIds(*golden, "input_ids")},
                                    .target = goldenIds(*golden, "decoder_input_ids")},
                    {.observer = &hidden, .decoderObserver = &decoderHidden});
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  compareMaps(*run->attention, *golden, "attention.");
  QVERIFY(run->decoder);
  compareMaps(*run->decoder->attention, *golden, "decoder_attention.");
  compareMaps(*run->decoder->cross, *golden, "cross.");
  compareHidden(hidden, *golden, "hidden.");
  compareHidden(decoderHidden, *golden, "decoder_hidden.");
  const auto logits = (*model)->logits(decoderHidden.hidden().back());
  QVERIFY(logits);
  QVERIFY(isNear(*logits, goldenMatrix(*golden, "logits"), 2e-5F));
}

HEADSCOPE_TEST(TestFamilyGoldens)

}  // namespace headscope::test_family_goldens

#include "test_family_goldens.moc"
