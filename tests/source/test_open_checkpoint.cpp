#include <filesystem>
#include <string>

#include <QTest>

#include "families/family_error.h"
#include "families/tiny_gguf.h"
#include "io/gguf_error.h"
#include "io/io_error.h"
#include "io/json.h"
#include "source/open_checkpoint.h"
#include "test_class.h"
#include "text/gguf_tokenizer.h"

namespace headscope::test_open_checkpoint {

using namespace std::string_literals;
namespace fs = std::filesystem;

// What is opened of a folder or a file, and what is refused.
class TestOpenCheckpoint : public QObject {
  Q_OBJECT
 private slots:
  void aFolder();
  void theTokenizerOfAFolder();
  void partsWithAnIndex();
  void oneFileComesBeforeAnIndex();
  void partThatIsMissing();
  void badFolders_data();
  void badFolders();
  void picklesInFolders_data();
  void picklesInFolders();
  void picklesBesideSafetensors();
  void pickleFiles_data();
  void pickleFiles();
  void otherFiles_data();
  void otherFiles();
  void cutWeights();
  void aGgufFile_data();
  void aGgufFile();
  void aFolderOfOneGgufFile();
  void aGgufFileBesideAConfig();
  void safetensorsComeBeforeGguf();
  void aFolderOfSeveralGgufFiles();
  void foldersThatAreNamedLikeFiles();
  void theTokenizerOfAGgufFile();
  void aTokenizerBesideAGgufFileComesFirst();
  void aGgufFileWithoutTokenizer();
  void aBadTokenizerIsNotPassedOver_data();
  void aBadTokenizerIsNotPassedOver();
  void badGgufFiles();
};

namespace {

const fs::path kModels = HEADSCOPE_TEST_DATA "/models";

// A tokenizer of one letter.
constexpr const char* kOnlyX =
    R"({"model": {"type": "BPE", "vocab": {"x": 2}, "merges": [], "unk_token": null}})";

void copy(const char* model, const TestFolder& folder) {
  for (const char* name : {"config.json", "model.safetensors"}) {
    fs::copy(kModels / model / name, folder.file(name));
  }
}

// A Llama with a tokenizer of "a", "b" and "c".
GgufSample llamaWithWords() {
  return tinyGgufLlama()
      .text("tokenizer.ggml.model", "gpt2")
      .text("tokenizer.ggml.pre", "gpt-2")
      .texts("tokenizer.ggml.tokens", {"a", "b", "c"})
      .texts("tokenizer.ggml.merges", {});
}

// The tensors of a file, but those whose name has a part or has not.
std::string only(const fs::path& model, bool with, const std::string& part) {
  const auto file = SafetensorsFile::open(model);
  std::vector<std::vector<float>> values;
  std::vector<std::string> fields;
  std::string data;
  for (const TensorInfo& info : file->tensors()) {
    if ((info.name.find(part) != std::string::npos) != with) {
      continue;
    }
    const auto bytes = file->bytes(info);
    const std::string begin = std::to_string(data.size());
    data.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    fields.push_back(tensorField(info.name, "F32", shapeText(info.shape),
                                 "[" + begin + "," + std::to_string(data.size()) + "]"));
  }
  return safetensorsBytes(objectOf(fields), data);
}

// The tiny BERT in two parts.
void writeParts(const TestFolder& folder) {
  const fs::path whole = kModels / "bert" / "model.safetensors";
  fs::copy(kModels / "bert" / "config.json", folder.file("config.json"));
  folder.write("1.safetensors", only(whole, true, "attention"));
  folder.write("2.safetensors", only(whole, false, "attention"));
  nlohmann::json map = nlohmann::json::object();
  const auto file = SafetensorsFile::open(whole);
  for (const TensorInfo& info : file->tensors()) {
    const bool first = info.name.find("attention") != std::string::npos;
    map[info.name] = first ? "1.safetensors" : "2.safetensors";
  }
  folder.write("model.safetensors.index.json", nlohmann::json{{"weight_map", map}}.dump());
}

Matrix firstMap(const CheckpointSource& model) {
  const auto run = model.run(IdSequence{.ids = {7, 8, 9}});
  if (!run) {
    throw std::runtime_error(describe(run.error()));
  }
  return run->attention->map({0, 0});
}

// The one token that a letter becomes, or the error.
std::string tokenOf(const fs::path& path, const char* text) {
  const auto model = openCheckpoint(path);
  if (!model) {
    return describe(model.error());
  }
  const auto run = (*model)->run(std::string(text));
  return run ? run->tokens.front().text + " " + std::to_string(run->tokens.front().id)
             : describe(run.error());
}

Error errorOf(const fs::path& path) {
  const auto model = openCheckpoint(path);
  return model ? Error{} : model.error();
}

// What an error says, without the folder.
QString shownWithout(const Error& error, const TestFolder& folder) {
  return shown(error).replace(QString::fromStdString(folder.path().string()), QStringLiteral("F"));
}

}  // namespace

void TestOpenCheckpoint::aFolder() {
  const auto model = openCheckpoint(kModels / "bert");
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->path(), kModels / "bert");
  QCOMPARE((*model)->description().name, "bert"s);
  QVERIFY(!(*model)->readsText());
}

void TestOpenCheckpoint::theTokenizerOfAFolder() {
  const TestFolder folder;
  copy("gpt2", folder);
  folder.write("tokenizer.json", kOnlyX);
  QCOMPARE(tokenOf(folder.path(), "x"), "x 2"s);
}

void TestOpenCheckpoint::partsWithAnIndex() {
  const TestFolder folder;
  writeParts(folder);
  const auto parts = openCheckpoint(folder.path());
  QVERIFY2(parts, parts ? "" : describe(parts.error()).c_str());
  const auto whole = openCheckpoint(kModels / "bert");
  QVERIFY(firstMap(**parts) == firstMap(**whole));
  QVERIFY((*parts)->logits(Matrix::Zero(1, 32)).has_value());
}

// As transformers does, whatever the index says.
void TestOpenCheckpoint::oneFileComesBeforeAnIndex() {
  const TestFolder folder;
  copy("bert", folder);
  folder.write("model.safetensors.index.json", "not an index");
  QVERIFY(openCheckpoint(folder.path()));
}

void TestOpenCheckpoint::partThatIsMissing() {
  const TestFolder folder;
  writeParts(folder);
  fs::remove(folder.file("2.safetensors"));
  QVERIFY(errorOf(folder.path()).code == SafetensorsIndexError::shardMissing);
}

void TestOpenCheckpoint::badFolders_data() {
  QTest::addColumn<QString>("remove");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  QTest::newRow("no config") << "config.json" << static_cast<int>(CheckpointError::noConfig)
                             << "F: the folder has no config.json. Open the folder of a model as "
                                "Hugging Face's save_pretrained writes it, or a GGUF file.";
  QTest::newRow("no weights") << "model.safetensors" << static_cast<int>(CheckpointError::noWeights)
                              << "F: the folder has no model.safetensors. Put the weights beside "
                                 "config.json.";
  QTest::newRow("no folder") << "." << static_cast<int>(CheckpointError::notAModel)
                             << "F: this is neither a folder nor a GGUF file. Open the folder that "
                                "has config.json and model.safetensors.";
}

void TestOpenCheckpoint::badFolders() {
  QFETCH(QString, remove);
  QFETCH(int, code);
  QFETCH(QString, expected);
  const TestFolder folder;
  copy("bert", folder);
  fs::remove_all(remove == QStringLiteral(".") ? folder.path() : folder.file(remove.toStdString()));
  const Error error = errorOf(folder.path());
  QVERIFY(isInputError(error, static_cast<CheckpointError>(code)));
  QCOMPARE(shownWithout(error, folder), expected);
}

void TestOpenCheckpoint::picklesInFolders_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("one file") << "pytorch_model.bin";
  QTest::newRow("in parts") << "pytorch_model.bin.index.json";
}

void TestOpenCheckpoint::picklesInFolders() {
  QFETCH(QString, name);
  const TestFolder folder;
  copy("bert", folder);
  fs::rename(folder.file("model.safetensors"), folder.file(name.toStdString()));
  const Error error = errorOf(folder.path());
  QVERIFY(isInputError(error, CheckpointError::pickle));
  QCOMPARE(shownWithout(error, folder),
           QStringLiteral("F: the folder has %1, a pickle, which can run code when it is opened, "
                          "and no model.safetensors. Convert it once in Python: "
                          "AutoModel.from_pretrained(FOLDER).save_pretrained(FOLDER, "
                          "safe_serialization=True).")
               .arg(name));
}

void TestOpenCheckpoint::picklesBesideSafetensors() {
  const TestFolder folder;
  copy("bert", folder);
  folder.write("pytorch_model.bin", "never read");
  QVERIFY(openCheckpoint(folder.path()));
}

void TestOpenCheckpoint::pickleFiles_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"pytorch_model.bin", "model.pt", "model.pth", "model.ckpt"}) {
    QTest::newRow(name) << QString::fromUtf8(name);
  }
}

void TestOpenCheckpoint::pickleFiles() {
  QFETCH(QString, name);
  const TestFolder folder;
  const Error error = errorOf(folder.write(name.toStdString(), "never read"));
  QVERIFY(isInputError(error, CheckpointError::pickle));
  QVERIFY(error.problem.starts_with("this is probably a file of PyTorch, a pickle"));
}

void TestOpenCheckpoint::otherFiles_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"model.safetensors", "config.json", "model", "model.ggml"}) {
    QTest::newRow(name) << QString::fromUtf8(name);
  }
}

void TestOpenCheckpoint::otherFiles() {
  QFETCH(QString, name);
  const TestFolder folder;
  QVERIFY(
      isInputError(errorOf(folder.write(name.toStdString(), "{}")), CheckpointError::notAModel));
}

void TestOpenCheckpoint::cutWeights() {
  const TestFolder folder;
  copy("bert", folder);
  fs::resize_file(folder.file("model.safetensors"), 100000);
  QVERIFY(errorOf(folder.path()).code == SafetensorsError::truncated);
}

void TestOpenCheckpoint::aGgufFile_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("small letters") << "Tiny.Q8_0.gguf";
  QTest::newRow("capitals") << "Tiny.Q8_0.GGUF";
}

void TestOpenCheckpoint::aGgufFile() {
  QFETCH(QString, name);
  const TestFolder folder;
  const auto path = folder.write(name.toStdString(), llamaWithWords().bytes());
  const auto model = openCheckpoint(path);
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->path(), path);
  QCOMPARE((*model)->description().name, "Tiny.Q8_0"s);
  QCOMPARE((*model)->description().family, "Llama"s);
}

void TestOpenCheckpoint::aFolderOfOneGgufFile() {
  const TestFolder folder;
  const auto path = folder.write("tiny.gguf", llamaWithWords().bytes());
  folder.write("README.md", "about it");
  const auto model = openCheckpoint(folder.path());
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->path(), path);
  QCOMPARE((*model)->description().name, "tiny"s);
}

void TestOpenCheckpoint::aGgufFileBesideAConfig() {
  const TestFolder folder;
  folder.write("tiny.gguf", llamaWithWords().bytes());
  folder.write("config.json", R"({"model_type": "llama"})");
  const auto model = openCheckpoint(folder.path());
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->description().name, "tiny"s);
}

void TestOpenCheckpoint::safetensorsComeBeforeGguf() {
  const TestFolder folder;
  copy("bert", folder);
  folder.write("tiny.gguf", llamaWithWords().bytes());
  const auto model = openCheckpoint(folder.path());
  QVERIFY(model);
  QCOMPARE((*model)->description().family, "BERT"s);
}

void TestOpenCheckpoint::aFolderOfSeveralGgufFiles() {
  const TestFolder folder;
  folder.write("b.gguf", llamaWithWords().bytes());
  folder.write("a.gguf", llamaWithWords().bytes());
  const Error error = errorOf(folder.path());
  QVERIFY(isInputError(error, CheckpointError::severalModels));
  QCOMPARE(shownWithout(error, folder),
           QStringLiteral("F: the folder has 2 GGUF files. Open one of them, such as a.gguf."));
}

void TestOpenCheckpoint::foldersThatAreNamedLikeFiles() {
  const TestFolder folder;
  fs::create_directory(folder.file("empty.gguf"));
  QVERIFY(errorOf(folder.path()).code == CheckpointError::noConfig);
  QVERIFY(errorOf(folder.file("empty.gguf")).code == CheckpointError::noConfig);
  folder.write("tiny.gguf", llamaWithWords().bytes());
  QVERIFY(openCheckpoint(folder.path()));
}

void TestOpenCheckpoint::theTokenizerOfAGgufFile() {
  const TestFolder folder;
  const auto path = folder.write("tiny.gguf", llamaWithWords().bytes());
  QCOMPARE(tokenOf(path, "b"), "b 1"s);
  QCOMPARE(tokenOf(folder.path(), "b"), "b 1"s);
}

void TestOpenCheckpoint::aTokenizerBesideAGgufFileComesFirst() {
  const TestFolder folder;
  const auto path = folder.write("tiny.gguf", llamaWithWords().bytes());
  folder.write("tokenizer.json", kOnlyX);
  QCOMPARE(tokenOf(path, "x"), "x 2"s);
  // Also where the file's own could not be used.
  folder.write("tiny.gguf", llamaWithWords().without("tokenizer.ggml.pre").bytes());
  QCOMPARE(tokenOf(path, "x"), "x 2"s);
}

void TestOpenCheckpoint::aGgufFileWithoutTokenizer() {
  const TestFolder folder;
  const auto model = openCheckpoint(folder.write("tiny.gguf", tinyGgufLlama().bytes()));
  QVERIFY(model);
  const auto reads = (*model)->readsText();
  QVERIFY(!reads);
  QVERIFY(reads.error().code == CheckpointError::noTokenizer);
  QVERIFY((*model)->run(IdSequence{.ids = {0, 1, 2}}));
}

void TestOpenCheckpoint::aBadTokenizerIsNotPassedOver_data() {
  QTest::addColumn<bool>("inTheFile");
  QTest::newRow("in the file") << true;
  QTest::newRow("beside it") << false;
}

void TestOpenCheckpoint::aBadTokenizerIsNotPassedOver() {
  QFETCH(bool, inTheFile);
  const TestFolder folder;
  GgufSample file = llamaWithWords();
  if (inTheFile) {
    file.without("tokenizer.ggml.merges");
  } else {
    folder.write("tokenizer.json", "{");
  }
  const Error error = errorOf(folder.write("tiny.gguf", file.bytes()));
  QVERIFY2(
      inTheFile ? error.code == GgufTokenizerError::missingKey : error.code == JsonError::syntax,
      describe(error).c_str());
}

void TestOpenCheckpoint::badGgufFiles() {
  const TestFolder folder;
  QVERIFY(errorOf(folder.file("absent.gguf")).code == IoError::notFound);
  QVERIFY(errorOf(folder.write("text.gguf", "a text")).code == GgufError::notGguf);
  QVERIFY(errorOf(folder.write("other.gguf", GgufSample().bytes())).code ==
          FamilyError::unknownFamily);
}

HEADSCOPE_TEST(TestOpenCheckpoint)

}  // namespace headscope::test_open_checkpoint

#include "test_open_checkpoint.moc"
