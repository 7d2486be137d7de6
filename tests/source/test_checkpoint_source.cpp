#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "families/family_error.h"
#include "golden.h"
#include "io/io_error.h"
#include "io/json.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "source/open_checkpoint.h"
#include "test_class.h"

namespace headscope::test_checkpoint_source {

namespace fs = std::filesystem;

namespace {

const fs::path kBert = HEADSCOPE_TEST_DATA "/models/bert";

// A copy of the tiny BERT whose files a test may spoil.
class Copy {
 public:
  Copy() { fs::copy(kBert, path()); }
  fs::path path() const { return dir_.path().toStdString() + std::string("/model"); }
  void write(const char* name, const std::string& text) const {
    std::ofstream(path() / name, std::ios::binary) << text;
  }
  // config.json with one line in place of another.
  void editConfig(const std::string& from, const std::string& to) const {
    std::ifstream in(path() / "config.json");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const std::size_t at = text.find(from);
    if (at == std::string::npos) {
      throw std::runtime_error("no " + from);
    }
    text.replace(at, from.size(), to);
    in.close();
    write("config.json", text);
  }

 private:
  QTemporaryDir dir_;
};

}  // namespace

class TestCheckpointSource : public QObject {
  Q_OBJECT
 private slots:
  void tinyBertEqualsHuggingFace();
  void paddedRowsEqualHuggingFace();
  void describesItself();
  void positionTableIsTheLearnedOne();
  void itsBlocksCanBeKept();
  void badConfigs_data();
  void badConfigs();
  void withoutTokenizerATextIsRefusedButIdsRun();
  void badIds_data();
  void badIds();
  void vectorsAreRefused();
  void imagesAreRefused();
};

void TestCheckpointSource::tinyBertEqualsHuggingFace() {
  const auto model = openCheckpoint(kBert);
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  const auto golden = SafetensorsFile::open(kBert / "expected.safetensors");
  QVERIFY(golden);
  HiddenRecorder hidden;
  const auto run =
      (*model)->run(IdSequence{.ids = goldenIds(*golden, "input_ids")}, {.observer = &hidden});
  QVERIFY(run);
  for (int layer = 0; layer < 3; ++layer) {
    const Matrix expected = goldenMatrix(*golden, "attention." + std::to_string(layer));
    for (int head = 0; head < 4; ++head) {
      QVERIFY(
          isNear(run->attention->map({layer, head}), expected.middleRows(head * 11, 11), 2e-5F));
    }
  }
  QCOMPARE(hidden.hidden().size(), std::size_t{4});
  for (int layer = 0; layer <= 3; ++layer) {
    QVERIFY(isNear(hidden.hidden()[static_cast<std::size_t>(layer)],
                   goldenMatrix(*golden, "hidden." + std::to_string(layer)), 2e-5F));
  }
}

void TestCheckpointSource::paddedRowsEqualHuggingFace() {
  const auto model = openCheckpoint(kBert);
  const auto golden = SafetensorsFile::open(kBert / "expected.safetensors");
  QVERIFY(model && golden);
  const std::vector<std::int32_t> mask = goldenIds(*golden, "attention_mask");
  const auto run = (*model)->run(IdSequence{.ids = goldenIds(*golden, "input_ids"),
                                            .attentionMask = {mask.begin(), mask.end()}});
  QVERIFY(run);
  for (int layer = 0; layer < 3; ++layer) {
    const Matrix expected = goldenMatrix(*golden, "padded.attention." + std::to_string(layer));
    for (int head = 0; head < 4; ++head) {
      QVERIFY(
          isNear(run->attention->map({layer, head}), expected.middleRows(head * 11, 11), 2e-5F));
    }
  }
}

void TestCheckpointSource::describesItself() {
  const auto model = openCheckpoint(kBert);
  QVERIFY(model);
  const ModelDescription& d = (*model)->description();
  QCOMPARE(d.name, std::string("bert"));
  QCOMPARE(d.family, std::string("BERT"));
  QCOMPARE(d.layers, 3);
  QCOMPARE(d.heads, 4);
  QCOMPARE(d.dK, 8);
  QCOMPARE(d.dModel, 32);
  QCOMPARE(d.dFeedForward, 40);
  QCOMPARE(d.maxTokens, 48);
  QVERIFY(d.positions == PositionKind::learned);
}

void TestCheckpointSource::positionTableIsTheLearnedOne() {
  const auto model = openCheckpoint(kBert);
  const auto file = SafetensorsFile::open(kBert / "model.safetensors");
  QVERIFY(model && file);
  const Matrix expected = goldenMatrix(*file, "bert.embeddings.position_embeddings.weight");
  QVERIFY(isNear((*model)->positionTable(0), expected, 0));
  QVERIFY(isNear((*model)->positionTable(5), expected.topRows(5), 0));
  QCOMPARE((*model)->positionTable(1000).rows(), 48);
}

void TestCheckpointSource::itsBlocksCanBeKept() {
  std::optional<Layer> kept;
  {
    const auto model = openCheckpoint(kBert);
    QVERIFY(model);
    const int layers = (*model)->description().layers;
    QVERIFY(!(*model)->block(Stack::first, -1) && !(*model)->block(Stack::first, layers));
    QVERIFY(!(*model)->block(Stack::decoder, 0));
    kept = (*model)->block(Stack::first, layers - 1);
    QCOMPARE(kept->weights.get(), &(*model)->transformer().layer(layers - 1));
  }
  QCOMPARE(kept->weights->output.weight.cols(), Index{kept->config.dModel});
  const auto bart = openCheckpoint(HEADSCOPE_TEST_DATA "/models/bart");
  QVERIFY(bart);
  QVERIFY((*bart)->block(Stack::decoder, 0)->config.cross.has_value());
  QVERIFY(!(*bart)->block(Stack::first, 0)->config.cross.has_value());
}

void TestCheckpointSource::badConfigs_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::addColumn<int>("code");
  const auto row = [](const char* name, const char* from, const char* to, FamilyError code) {
    QTest::newRow(name) << from << to << static_cast<int>(code);
  };
  row("missing key", "\"hidden_size\"", "\"hidden_sise\"", FamilyError::missingKey);
  row("text for a number", "\"hidden_size\": 32", "\"hidden_size\": \"32\"",
      FamilyError::wrongKeyType);
  row("fraction", "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 3.5",
      FamilyError::wrongKeyType);
  row("zero heads", "\"num_attention_heads\": 4", "\"num_attention_heads\": 0",
      FamilyError::keyOutOfRange);
  row("negative", "\"vocab_size\": 99", "\"vocab_size\": -1", FamilyError::keyOutOfRange);
  row("huge", "\"hidden_size\": 32", "\"hidden_size\": 99999999999999", FamilyError::keyOutOfRange);
  row("negative epsilon", "\"layer_norm_eps\": 1e-12", "\"layer_norm_eps\": -1",
      FamilyError::keyOutOfRange);
  row("indivisible", "\"num_attention_heads\": 4", "\"num_attention_heads\": 5",
      FamilyError::indivisibleHeads);
  row("activation", "\"hidden_act\": \"gelu\"", "\"hidden_act\": \"mish\"",
      FamilyError::unsupportedOption);
  row("decoder", "\"is_decoder\": false", "\"is_decoder\": true", FamilyError::unsupportedOption);
  row("family", "\"model_type\": \"bert\"", "\"model_type\": \"bard\"", FamilyError::unknownFamily);
  row("no family", "\"model_type\": \"bert\"", "\"model_typo\": \"bert\"",
      FamilyError::unknownFamily);
  row("more layers than the file", "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4",
      FamilyError::missingTensor);
  row("another vocabulary", "\"vocab_size\": 99", "\"vocab_size\": 98", FamilyError::tensorShape);
  row("another width", "\"intermediate_size\": 40", "\"intermediate_size\": 41",
      FamilyError::tensorShape);
}

void TestCheckpointSource::badConfigs() {
  QFETCH(QString, from);
  QFETCH(QString, to);
  QFETCH(int, code);
  const Copy copy;
  copy.editConfig(from.toStdString(), to.toStdString());
  const auto opened = openCheckpoint(copy.path());
  QVERIFY(!opened);
  QVERIFY2(opened.error().code == static_cast<FamilyError>(code), describe(opened.error()).c_str());
  QVERIFY(describe(opened.error()).find("/model/") != std::string::npos);
}

void TestCheckpointSource::withoutTokenizerATextIsRefusedButIdsRun() {
  const auto model = openCheckpoint(kBert);
  QVERIFY(model);
  const auto text = (*model)->run(std::string("hello"));
  QVERIFY(!text);
  QVERIFY(text.error().code == CheckpointError::noTokenizer);
  const auto reads = (*model)->readsText();
  QVERIFY(!reads);
  QVERIFY(reads.error().code == CheckpointError::noTokenizer);
  QVERIFY((*model)->run(IdSequence{.ids = {1, 2}}));
}

void TestCheckpointSource::badIds_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<int>("id");
  QTest::addColumn<int>("maskLength");
  QTest::addColumn<int>("code");
  QTest::newRow("none") << 0 << 0 << 0 << static_cast<int>(SourceError::emptySequence);
  QTest::newRow("too many") << 49 << 1 << 0 << static_cast<int>(SourceError::tooManyIds);
  QTest::newRow("beyond the vocabulary")
      << 3 << 99 << 0 << static_cast<int>(SourceError::idOutOfRange);
  QTest::newRow("negative") << 3 << -1 << 0 << static_cast<int>(SourceError::idOutOfRange);
  QTest::newRow("mask of another length")
      << 3 << 1 << 2 << static_cast<int>(SourceError::maskLength);
}

void TestCheckpointSource::badIds() {
  QFETCH(int, count);
  QFETCH(int, id);
  QFETCH(int, maskLength);
  QFETCH(int, code);
  const auto model = openCheckpoint(kBert);
  QVERIFY(model);
  const auto run = (*model)->run(IdSequence{
      .ids = std::vector<std::int32_t>(static_cast<std::size_t>(count), id),
      .attentionMask = std::vector<std::uint8_t>(static_cast<std::size_t>(maskLength), 1)});
  QVERIFY(!run);
  QVERIFY(run.error().code == static_cast<SourceError>(code));
}

void TestCheckpointSource::vectorsAreRefused() {
  const auto model = openCheckpoint(kBert);
  QVERIFY(model);
  const auto run = (*model)->run(VectorSequence{.values = Matrix::Ones(2, 32)});
  QVERIFY(!run && run.error().code == SourceError::needsText);
}

void TestCheckpointSource::imagesAreRefused() {
  const auto model = openCheckpoint(kBert);
  QVERIFY(model);
  const auto run = (*model)->run(blankImage({24, 24}));
  QVERIFY(!run && run.error().code == SourceError::needsText);
  QVERIFY(run.error().problem == "the model reads texts, not images");
  const auto ready = (*model)->run(PixelValues{});
  QVERIFY(!ready && ready.error().code == SourceError::needsText);
}

HEADSCOPE_TEST(TestCheckpointSource)

}  // namespace headscope::test_checkpoint_source

#include "test_checkpoint_source.moc"
