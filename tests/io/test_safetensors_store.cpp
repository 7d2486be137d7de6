#include <array>
#include <string>
#include <vector>

#include <QTest>

#include "io/io_error.h"
#include "io/json.h"
#include "io/safetensors_samples.h"
#include "io/safetensors_store.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_safetensors_store {

using namespace std::string_literals;

class TestSafetensorsStore : public QObject {
  Q_OBJECT
 private slots:
  void oneFile();
  void severalFiles();
  void filesMayHaveMoreThanTheIndexNames();
  void noSuchFile();
  void noSuchIndex();
  void badIndex();
  void fileMissing();
  void damagedFile();
  void tensorInTwoFiles();
  void tensorInNoFile();
  void tensorInAnotherFileThanTheIndexSays();
  void unsupportedDtype();
  void cutAfterItWasOpened();
};

namespace {

// F32: 1 = 0000803F, 2 = 00000040, 3 = 00004040, 4 = 00008040.
std::string floats(const char* hex) {
  return QByteArray::fromHex(hex).toStdString();
}

// A file of one tensor of two values.
std::string fileOf(const std::string& name, const char* hex) {
  return safetensorsBytes(objectOf({tensorField(name, "F32", "[2]", "[0,8]")}), floats(hex));
}

// Two files: the first has `a`, the second `b` and `c`.
class Shards {
 public:
  Shards() {
    folder.write("1.safetensors", fileOf("a", "0000803F 00000040"));
    folder.write("2.safetensors",
                 safetensorsBytes(objectOf({tensorField("b", "F32", "[1]", "[0,4]"),
                                            tensorField("c", "I32", "[1]", "[4,8]")}),
                                  floats("00004040 00008040")));
    index(R"({"weight_map": {"a": "1.safetensors", "b": "2.safetensors", "c": "2.safetensors"}})");
  }
  void index(const std::string& json) const { folder.write("index.json", json); }
  Result<std::shared_ptr<const SafetensorsStore>> open() const {
    return SafetensorsStore::openIndex(folder.file("index.json"));
  }
  // What an error says, without the folder.
  QString shown(const Error& error) const {
    return QString::fromStdString(describe(error))
        .remove(QString::fromStdString(folder.path().string()) + QStringLiteral("/"));
  }

  TestFolder folder;
};

std::vector<float> values(const TensorStore& store, const char* name, std::size_t first,
                          std::size_t count) {
  const auto tensor = store.find(name);
  if (!tensor || !store.readable(*tensor)) {
    throw std::runtime_error("cannot read " + std::string(name));
  }
  std::vector<float> values(count);
  store.read(*tensor, first, values);
  return values;
}

}  // namespace

void TestSafetensorsStore::oneFile() {
  const TestFolder folder;
  const auto path = folder.write("model.safetensors", fileOf("a", "0000803F 00000040"));
  const auto store = SafetensorsStore::open(path);
  QVERIFY(store);
  QCOMPARE((*store)->path(), path);
  const auto a = (*store)->find("a");
  QVERIFY(a);
  QCOMPARE(a->name, std::string_view("a"));
  QCOMPARE(a->shape.size(), std::size_t{1});
  QCOMPARE(a->shape[0], std::uint64_t{2});
  QCOMPARE(values(**store, "a", 0, 2), (std::vector<float>{1, 2}));
  QCOMPARE(values(**store, "a", 1, 1), (std::vector<float>{2}));
  QVERIFY(!(*store)->find("b"));
}

void TestSafetensorsStore::severalFiles() {
  const Shards shards;
  const auto store = shards.open();
  QVERIFY2(store, store ? "" : describe(store.error()).c_str());
  QCOMPARE((*store)->path(), shards.folder.file("index.json"));
  QCOMPARE(values(**store, "a", 0, 2), (std::vector<float>{1, 2}));
  QCOMPARE(values(**store, "b", 0, 1), (std::vector<float>{3}));
  QVERIFY(!(*store)->find("d"));
  QVERIFY((*store)->stillWhole());
}

void TestSafetensorsStore::filesMayHaveMoreThanTheIndexNames() {
  const Shards shards;
  shards.index(R"({"weight_map": {"a": "1.safetensors", "b": "2.safetensors"}})");
  const auto store = shards.open();
  QVERIFY(store);
  QVERIFY((*store)->find("b"));
  QVERIFY(!(*store)->find("c"));
}

void TestSafetensorsStore::noSuchFile() {
  const TestFolder folder;
  const auto store = SafetensorsStore::open(folder.file("model.safetensors"));
  QVERIFY(!store);
  QVERIFY(store.error().code == IoError::notFound);
}

void TestSafetensorsStore::noSuchIndex() {
  const TestFolder folder;
  const auto store = SafetensorsStore::openIndex(folder.file("index.json"));
  QVERIFY(!store);
  QVERIFY(store.error().code == IoError::notFound);
}

void TestSafetensorsStore::badIndex() {
  const Shards shards;
  shards.index("{}");
  const auto store = shards.open();
  QVERIFY(!store);
  QVERIFY(isInputError(store.error(), SafetensorsIndexError::noWeightMap));
  QCOMPARE(store.error().file, shards.folder.file("index.json").string());
}

void TestSafetensorsStore::fileMissing() {
  const Shards shards;
  std::filesystem::remove(shards.folder.file("2.safetensors"));
  const auto store = shards.open();
  QVERIFY(!store);
  QVERIFY(isInputError(store.error(), SafetensorsIndexError::shardMissing));
  QCOMPARE(shards.shown(store.error()),
           QStringLiteral("index.json: weight_map: the file '2.safetensors' that it names is not "
                          "there. Put all parts of the model beside the index."));
}

void TestSafetensorsStore::damagedFile() {
  const Shards shards;
  std::filesystem::resize_file(shards.folder.file("2.safetensors"), 20);
  const auto store = shards.open();
  QVERIFY(!store);
  QVERIFY(store.error().code == SafetensorsError::headerBeyondFile);
  QCOMPARE(store.error().file, shards.folder.file("2.safetensors").string());
}

void TestSafetensorsStore::tensorInTwoFiles() {
  const Shards shards;
  shards.folder.write("2.safetensors", fileOf("a", "00004040 00008040"));
  shards.index(R"({"weight_map": {"a": "1.safetensors", "b": "2.safetensors"}})");
  const auto store = shards.open();
  QVERIFY(!store);
  QVERIFY(isInputError(store.error(), SafetensorsIndexError::tensorTwice));
  QCOMPARE(shards.shown(store.error()),
           QStringLiteral("index.json: tensor 'a': the files '1.safetensors' and '2.safetensors' "
                          "both have it. Check that the files belong together."));
}

void TestSafetensorsStore::tensorInNoFile() {
  const Shards shards;
  shards.index(R"({"weight_map": {"a": "1.safetensors", "d": "2.safetensors"}})");
  const auto store = shards.open();
  QVERIFY(!store);
  QVERIFY(isInputError(store.error(), SafetensorsIndexError::tensorNotThere));
  QCOMPARE(shards.shown(store.error()),
           QStringLiteral("index.json: weight_map, tensor 'd': the file '2.safetensors' does not "
                          "have it. Check that the index and the files belong together."));
}

void TestSafetensorsStore::tensorInAnotherFileThanTheIndexSays() {
  const Shards shards;
  shards.index(R"({"weight_map": {"a": "2.safetensors", "b": "2.safetensors"}})");
  const auto store = shards.open();
  QVERIFY(!store);
  QVERIFY(isInputError(store.error(), SafetensorsIndexError::tensorNotThere));
}

void TestSafetensorsStore::unsupportedDtype() {
  const Shards shards;
  const auto store = shards.open();
  QVERIFY(store);
  const auto readable = (*store)->readable(*(*store)->find("c"));
  QVERIFY(!readable);
  QVERIFY(isInputError(readable.error(), SafetensorsError::unsupportedDtype));
  QCOMPARE(readable.error().file, shards.folder.file("2.safetensors").string());
}

// Whichever of the files it is.
void TestSafetensorsStore::cutAfterItWasOpened() {
  for (const char* name : {"1.safetensors", "2.safetensors"}) {
    const Shards shards;
    const auto store = shards.open();
    QVERIFY(store);
    std::filesystem::resize_file(shards.folder.file(name), 10);
    const auto whole = (*store)->stillWhole();
    QVERIFY(!whole);
    QVERIFY(whole.error().code == IoError::shrunk);
    QCOMPARE(whole.error().file, shards.folder.file(name).string());
    const auto tensor = (*store)->find(name[0] == '1' ? "a" : "b");
    const auto readable = (*store)->readable(*tensor);
    QVERIFY(!readable);
    QVERIFY(readable.error().code == IoError::shrunk);
  }
}

HEADSCOPE_TEST(TestSafetensorsStore)

}  // namespace headscope::test_safetensors_store

#include "test_safetensors_store.moc"
