#include <fstream>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/program_run.h"
#include "golden.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_dump_command {

class TestDumpCommand : public QObject {
  Q_OBJECT
 private slots:
  void idsGiveEveryTensorByNameAndShape();
  void aTextGivesThem();
  void jsonTellsTheTokens();
  void theCheckpointEqualsHuggingFace();
  void anImageEqualsHuggingFace();
  void withoutAPreprocessorConfigItSaysSo();
  void miniLmEqualsHuggingFace_data();
  void miniLmEqualsHuggingFace();
  void anEncoderDecoderEqualsHuggingFace();
  void aTargetForAModelThatDoesNotWrite();
  void twoTargets();
  void badInput_data();
  void badInput();
  void aFolderThatIsNotThereCouldNotBeDone();
  void oneInputIsNeeded();

 private:
  std::string path(const char* name) const {
    return folder_.filePath(QString::fromUtf8(name)).toStdString();
  }
  QTemporaryDir folder_;
};

namespace {

const std::string kBert = HEADSCOPE_TEST_DATA "/models/bert";
const std::string kVit = HEADSCOPE_TEST_DATA "/models/vit";
const std::string kDeit = HEADSCOPE_TEST_DATA "/models/deit";
const std::string kPicture = HEADSCOPE_TEST_DATA "/images/picture.png";
const std::string kSandbox = "sandbox:heads=3,d_k=4,d_model=8,layers=2";

std::vector<std::uint64_t> shapeOf(const SafetensorsFile& file, const std::string& name) {
  const TensorInfo* info = file.find(name);
  std::vector<std::uint64_t> shape;
  if (info != nullptr) {
    shape.assign(info->shape.begin(), info->shape.end());
  }
  return shape;
}

using Shape = std::vector<std::uint64_t>;

}  // namespace

void TestDumpCommand::idsGiveEveryTensorByNameAndShape() {
  const Outcome outcome =
      runHeadscope({"dump", "--model", kBert, "--ids", "1,7,42,2", "--out", path("a.safetensors")});
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  const auto file = SafetensorsFile::open(path("a.safetensors"));
  QVERIFY(file);
  QCOMPARE(goldenIds(*file, "input_ids"), (std::vector<std::int32_t>{1, 7, 42, 2}));
  for (const char* layer : {"0", "1", "2"}) {
    QCOMPARE(shapeOf(*file, std::string("attention.") + layer), (Shape{4, 4, 4}));
  }
  for (const char* layer : {"0", "1", "2", "3"}) {
    QCOMPARE(shapeOf(*file, std::string("hidden.") + layer), (Shape{4, 32}));
  }
  QVERIFY(file->find("attention.3") == nullptr);
  QVERIFY(file->find("hidden.4") == nullptr);
}

void TestDumpCommand::aTextGivesThem() {
  const Outcome outcome = runHeadscope(
      {"dump", "--model", kSandbox, "--text", "one two three", "--out", path("b.safetensors")});
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  QCOMPARE(outcome.out, path("b.safetensors") + ": 2 layers x 3 heads x 3 tokens\n");
  const auto file = SafetensorsFile::open(path("b.safetensors"));
  QVERIFY(file);
  QCOMPARE(shapeOf(*file, "attention.1"), (Shape{3, 3, 3}));
  QCOMPARE(shapeOf(*file, "hidden.2"), (Shape{3, 8}));
  const Matrix attention = goldenMatrix(*file, "attention.0");
  for (Index row = 0; row < attention.rows(); ++row) {
    QVERIFY(isNear(attention.row(row).sum(), 1, 1e-6));
  }
}

void TestDumpCommand::jsonTellsTheTokens() {
  const Outcome outcome = runHeadscope(
      {"dump", "--json", "--model", kSandbox, "--text", "one two", "--out", path("c.safetensors")});
  QCOMPARE(outcome.exitCode, 0);
  const auto json = nlohmann::json::parse(outcome.out);
  QCOMPARE(json["tokens"].dump(), std::string(R"(["one","two"])"));
  QCOMPARE(json["out"].get<std::string>(), path("c.safetensors"));
  QCOMPARE(json["layers"].get<int>(), 2);
  QCOMPARE(json["cut"].get<bool>(), false);
}

void TestDumpCommand::theCheckpointEqualsHuggingFace() {
  const auto golden = SafetensorsFile::open(kBert + "/expected.safetensors");
  QVERIFY(golden);
  QStringList ids;
  for (const std::int32_t id : goldenIds(*golden, "input_ids")) {
    ids << QString::number(id);
  }
  const Outcome outcome =
      runHeadscope({"dump", "--model", kBert, "--ids", ids.join(QLatin1Char(',')).toStdString(),
                    "--out", path("d.safetensors")});
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  const auto file = SafetensorsFile::open(path("d.safetensors"));
  QVERIFY(file);
  for (const char* name : {"attention.0", "attention.1", "attention.2", "hidden.0", "hidden.1",
                           "hidden.2", "hidden.3"}) {
    QVERIFY(isNear(goldenMatrix(*file, name), goldenMatrix(*golden, name), 2e-5F));
  }
}

// From the file through preprocessor_config.json and the model.
void TestDumpCommand::anImageEqualsHuggingFace() {
  const Outcome outcome = runHeadscope(
      {"dump", "--json", "--model", kDeit, "--image", kPicture, "--out", path("g.safetensors")});
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  QCOMPARE(outcome.err, std::string());
  const auto tokens = nlohmann::json::parse(outcome.out)["tokens"];
  QCOMPARE(tokens.size(), std::size_t{2 + 4 * 4});
  QCOMPARE(tokens[1].get<std::string>(), std::string("[DIST]"));
  QCOMPARE(tokens[17].get<std::string>(), std::string("3,3"));
  const auto golden = SafetensorsFile::open(HEADSCOPE_TEST_DATA "/images/picture.safetensors");
  const auto file = SafetensorsFile::open(path("g.safetensors"));
  QVERIFY(golden && file);
  QCOMPARE(file->tensors().size(), std::size_t{5});
  for (const char* name : {"attention.0", "attention.1", "hidden.0", "hidden.1", "hidden.2"}) {
    QCOMPARE(shapeOf(*file, name), shapeOf(*golden, name));
    QVERIFY(isNear(goldenMatrix(*file, name), goldenMatrix(*golden, name), 2e-5F));
  }
}

void TestDumpCommand::withoutAPreprocessorConfigItSaysSo() {
  const Outcome outcome =
      runHeadscope({"dump", "--model", kVit, "--image", kPicture, "--out", path("h.safetensors")});
  QCOMPARE(outcome.exitCode, 0);
  QCOMPARE(outcome.out, path("h.safetensors") + ": 2 layers x 4 heads x 10 tokens\n");
  QVERIFY2(outcome.err.find("no preprocessor_config.json") != std::string::npos,
           outcome.err.c_str());
}

void TestDumpCommand::miniLmEqualsHuggingFace_data() {
  QTest::addColumn<int>("text");
  for (int i = 0; i < 4; ++i) {
    QTest::addRow("text %d", i) << i;
  }
}

void TestDumpCommand::miniLmEqualsHuggingFace() {
  QFETCH(int, text);
  const QByteArray model = qgetenv("HEADSCOPE_MINILM_DIR");
  if (model.isEmpty()) {
    QSKIP("HEADSCOPE_MINILM_DIR does not name a folder of all-MiniLM-L6-v2");
  }
  const std::string folder = HEADSCOPE_TEST_DATA "/real/minilm/";
  const auto texts = nlohmann::json::parse(std::ifstream(folder + "texts.json"));
  const Outcome outcome =
      runHeadscope({"dump", "--model", model.toStdString(), "--text",
                    texts[static_cast<std::size_t>(text)]["text"].get<std::string>(), "--out",
                    path("e.safetensors")});
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  const auto golden = SafetensorsFile::open(folder + std::to_string(text) + ".safetensors");
  const auto file = SafetensorsFile::open(path("e.safetensors"));
  QVERIFY(golden && file);
  const Matrix attention = goldenMatrix(*golden, "attention");  // (6 * 12 * n, n)
  const Index rows = 12 * attention.cols();
  for (int layer = 0; layer < 6; ++layer) {
    QVERIFY(isNear(goldenMatrix(*file, "attention." + std::to_string(layer)),
                   attention.middleRows(layer * rows, rows), 2e-5F));
  }
}

void TestDumpCommand::anEncoderDecoderEqualsHuggingFace() {
  const std::string folder = HEADSCOPE_TEST_DATA "/models/t5";
  const auto golden = SafetensorsFile::open(folder + "/expected.safetensors");
  QVERIFY(golden);
  const auto listed = [&](const char* name) {
    std::string text;
    for (const std::int32_t id : goldenIds(*golden, name)) {
      text += (text.empty() ? "" : ",") + std::to_string(id);
    }
    return text;
  };
  const Outcome outcome =
      runHeadscope({"dump", "--model", folder, "--ids", listed("input_ids"), "--target-ids",
                    listed("decoder_input_ids"), "--out", path("t5.safetensors")});
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  const auto file = SafetensorsFile::open(path("t5.safetensors"));
  QVERIFY(file);
  // All that the golden has but the logits, by the same names and shapes.
  QCOMPARE(file->tensors().size(), golden->tensors().size() - 1);
  for (const TensorInfo& info : file->tensors()) {
    QVERIFY2(golden->find(info.name) != nullptr, info.name.c_str());
    QCOMPARE(info.shape, golden->find(info.name)->shape);
    if (info.dtype == Dtype::f32) {
      QVERIFY2(isNear(goldenMatrix(*file, info.name), goldenMatrix(*golden, info.name), 2e-5F),
               info.name.c_str());
    }
  }
}

void TestDumpCommand::aTargetForAModelThatDoesNotWrite() {
  const Outcome outcome = runHeadscope({"dump", "--model", kBert, "--ids", "1,2", "--target-ids",
                                        "1", "--out", path("none.safetensors")});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("BERT does not write: it takes one text") != std::string::npos,
           outcome.err.c_str());
  QVERIFY(!QFile::exists(QString::fromStdString(path("none.safetensors"))));
}

void TestDumpCommand::twoTargets() {
  const Outcome outcome =
      runHeadscope({"dump", "--model", HEADSCOPE_TEST_DATA "/models/t5", "--ids", "1,2",
                    "--target-ids", "1", "--target-text", "a", "--out", path("none.safetensors")});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("there is a target as a text, too") != std::string::npos,
           outcome.err.c_str());
}

void TestDumpCommand::badInput_data() {
  QTest::addColumn<std::vector<std::string>>("arguments");
  QTest::addColumn<std::string>("expected");
  using Arguments = std::vector<std::string>;
  QTest::newRow("no such id") << Arguments{"--model", kBert, "--ids", "1,99"} << std::string("99");
  QTest::newRow("not a number") << Arguments{"--model", kBert, "--ids", "1,x"}
                                << std::string("--ids: 'x'");
  QTest::newRow("nothing between commas")
      << Arguments{"--model", kBert, "--ids", "1,,2"} << std::string("--ids: ''");
  QTest::newRow("a mask of another length")
      << Arguments{"--model", kBert, "--ids", "1,2", "--attention-mask", "1"}
      << std::string("mask");
  QTest::newRow("no tokenizer") << Arguments{"--model", kBert, "--text", "a"}
                                << std::string("tokenizer.json");
  QTest::newRow("empty text") << Arguments{"--model", kSandbox, "--text", ""}
                              << std::string("text");
  QTest::newRow("not UTF-8") << Arguments{"--model", kSandbox, "--text", "caf\xE9"}
                             << std::string("byte 3");
  QTest::newRow("a text for a vision model")
      << Arguments{"--model", kVit, "--text", "a"} << std::string("reads images");
  QTest::newRow("ids for a vision model")
      << Arguments{"--model", kVit, "--ids", "1,2"} << std::string("reads images");
  QTest::newRow("an image for a text model")
      << Arguments{"--model", kBert, "--image", kPicture} << std::string("not images");
  QTest::newRow("an image for the sandbox")
      << Arguments{"--model", kSandbox, "--image", kPicture} << std::string("not images");
  QTest::newRow("no image") << Arguments{"--model", kVit, "--image", kVit + "/config.json"}
                            << std::string("this is no image");
  QTest::newRow("no such file") << Arguments{"--model", kSandbox, "--vectors", "none.csv"}
                                << std::string("none.csv: ");
}

void TestDumpCommand::badInput() {
  QFETCH(std::vector<std::string>, arguments);
  QFETCH(std::string, expected);
  arguments.insert(arguments.begin(), "dump");
  arguments.insert(arguments.end(), {"--out", path("bad.safetensors")});
  const Outcome outcome = runHeadscope(arguments);
  QCOMPARE(outcome.exitCode, 2);
  QCOMPARE(outcome.out, std::string());
  QVERIFY2(
      outcome.err.starts_with("headscope: ") && outcome.err.find(expected) != std::string::npos,
      outcome.err.c_str());
  QVERIFY(!QFile::exists(QString::fromStdString(path("bad.safetensors"))));
}

void TestDumpCommand::aFolderThatIsNotThereCouldNotBeDone() {
  const Outcome outcome = runHeadscope(
      {"dump", "--model", kSandbox, "--text", "a b", "--out", path("none/f.safetensors")});
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.err.find("none") != std::string::npos, outcome.err.c_str());
}

void TestDumpCommand::oneInputIsNeeded() {
  QCOMPARE(runHeadscope({"dump", "--model", kSandbox, "--out", path("f")}).exitCode, 2);
  QCOMPARE(
      runHeadscope({"dump", "--model", kSandbox, "--text", "a", "--ids", "1", "--out", path("f")})
          .exitCode,
      2);
  QCOMPARE(runHeadscope({"dump", "--model", kSandbox, "--text", "a"}).exitCode, 2);
}

HEADSCOPE_TEST(TestDumpCommand)

}  // namespace headscope::test_dump_command

#include "test_dump_command.moc"
