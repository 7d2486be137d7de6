#include <filesystem>

#include <QTest>

#include "golden.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "source/open_checkpoint.h"

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

void compareMaps(const Run& run, const SafetensorsFile& golden, const std::string& name) {
  const AttentionShape shape = run.attention->shape();
  for (int layer = 0; layer < shape.layers; ++layer) {
    const Matrix expected = goldenMatrix(golden, name + std::to_string(layer));
    QCOMPARE(expected.rows(), Index{shape.heads} * shape.nQuery);
    for (int head = 0; head < shape.heads; ++head) {
      QVERIFY2(isNear(run.attention->map({layer, head}),
                      expected.middleRows(Index{head} * shape.nQuery, shape.nQuery), 2e-5F),
               (name + std::to_string(layer) + ", head " + std::to_string(head)).c_str());
    }
  }
}

Input inputOf(const SafetensorsFile& golden) {
  const TensorInfo* pixels = golden.find("pixel_values");
  if (pixels == nullptr) {
    return IdSequence{.ids = goldenIds(golden, "input_ids")};
  }
  const Matrix values = goldenMatrix(golden, "pixel_values");  // (channels · height, width)
  const auto channels = static_cast<Index>(pixels->shape[0]);
  return PixelValues{
      .size = {static_cast<int>(pixels->shape[1]), static_cast<int>(pixels->shape[2])},
      .values = values.reshaped<Eigen::RowMajor>(channels, values.size() / channels)};
}

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
  HiddenRecorder hidden;
  const Input input = inputOf(*golden);
  const auto run = (*model)->run(input, {.observer = &hidden});
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  compareMaps(*run, *golden, "attention.");
  for (std::size_t layer = 0; layer < hidden.hidden().size(); ++layer) {
    QVERIFY2(isNear(hidden.hidden()[layer],
                    goldenMatrix(*golden, "hidden." + std::to_string(layer)), 2e-5F),
             std::to_string(layer).c_str());
  }
  QVERIFY(golden->find("hidden." + std::to_string(hidden.hidden().size())) == nullptr);

  if (golden->find("last_hidden_state") != nullptr) {
    QVERIFY(isNear((*model)->output(hidden.hidden().back()),
                   goldenMatrix(*golden, "last_hidden_state"), 2e-5F));
  }

  const auto logits = (*model)->logits(hidden.hidden().back());
  QCOMPARE(logits.has_value(), golden->find("logits") != nullptr);
  if (logits) {
    QVERIFY(isNear(*logits, goldenMatrix(*golden, "logits"), 2e-5F));
  }

  if (golden->find("attention_mask") != nullptr) {
    const std::vector<std::int32_t> mask = goldenIds(*golden, "attention_mask");
    const auto padded = (*model)->run(IdSequence{.ids = std::get<IdSequence>(input).ids,
                                                 .attentionMask = {mask.begin(), mask.end()}});
    QVERIFY(padded);
    compareMaps(*padded, *golden, "padded.attention.");
  }
}

QTEST_GUILESS_MAIN(TestFamilyGoldens)
#include "test_family_goldens.moc"
