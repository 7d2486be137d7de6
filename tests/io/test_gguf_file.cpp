#include <array>
#include <string>

#include <QTest>

#include "io/gguf_file.h"
#include "io/gguf_samples.h"
#include "io/io_error.h"
#include "io/safetensors_samples.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_gguf_file {

using namespace std::string_literals;

class TestGgufFile : public QObject {
  Q_OBJECT
 private slots:
  void findsTensorsByName();
  void readsRows();
  void readsRowsOfBlocks();
  void outerDimensionsOfOneDoNotCount();
  void hasTheMetadata();
  void noSuchFile();
  void badFile();
  void typeThatIsNotRead();
  void cutAfterItWasOpened();
};

namespace {

const std::array<std::uint64_t, 2> kTwoByThree = {2, 3};
const std::array<float, 6> kOneToSix = {1, 2, 3, 4, 5, 6};

GgufSample sample() {
  GgufSample file;
  file.text("general.name", "Sample").tensor("x", kTwoByThree, kOneToSix);
  // Two rows of one block of Q8_0 each: scales 1 and 2, first values 7 and 9.
  file.tensor({.name = "blocks",
               .lengths = {32, 2},
               .type = 8,
               .data = "\0\x3C\7"s + std::string(31, '\0') + "\0\x40\x9"s + std::string(31, '\0')});
  file.tensor({.name = "q2", .lengths = {256}, .type = 10, .data = std::string(84, '\0')});
  return file;
}

std::shared_ptr<const GgufFile> open(const TestFolder& folder) {
  const auto file = GgufFile::open(folder.write("m.gguf", sample().bytes()));
  if (!file) {
    qFatal("%s", describe(file.error()).c_str());
  }
  return *file;
}

}  // namespace

void TestGgufFile::findsTensorsByName() {
  const TestFolder folder;
  const auto file = open(folder);
  QCOMPARE(file->path(), folder.file("m.gguf"));
  QCOMPARE(file->tensors().size(), std::size_t{3});
  const auto x = file->find("x");
  QVERIFY(x);
  QCOMPARE(x->name, std::string_view("x"));
  QCOMPARE((std::vector<std::uint64_t>{x->shape.begin(), x->shape.end()}),
           (std::vector<std::uint64_t>{2, 3}));
  QVERIFY(file->readable(*x));
  QVERIFY(!file->find("y"));
  QVERIFY(!file->find(""));
}

void TestGgufFile::readsRows() {
  const TestFolder folder;
  const auto file = open(folder);
  const auto x = file->find("x");
  std::array<float, 6> all{};
  file->read(*x, 0, all);
  QVERIFY(all == kOneToSix);
  std::array<float, 3> row{};
  file->read(*x, 3, row);
  QVERIFY((row == std::array<float, 3>{4, 5, 6}));
}

void TestGgufFile::readsRowsOfBlocks() {
  const TestFolder folder;
  const auto file = open(folder);
  const auto blocks = file->find("blocks");
  QVERIFY(file->readable(*blocks));
  std::array<float, 32> row{};
  file->read(*blocks, 0, row);
  QCOMPARE(row[0], 7.0F);
  file->read(*blocks, 32, row);
  QCOMPARE(row[0], 18.0F);
  QCOMPARE(row[31], 0.0F);
}

void TestGgufFile::outerDimensionsOfOneDoNotCount() {
  using Shape = std::vector<std::uint64_t>;
  const TestFolder folder;
  GgufSample several = sample();
  several.tensor("row", std::array<std::uint64_t, 1>{3}, std::span(kOneToSix).first(3));
  several.tensor("one", std::array<std::uint64_t, 1>{1}, std::span(kOneToSix).first(1));
  const auto file = GgufFile::open(folder.write("m.gguf", several.bytes()));
  QVERIFY(file);
  const auto has = [&](const char* name, const Shape& shape) {
    return (*file)->hasShape(*(*file)->find(name), shape);
  };
  QVERIFY(has("x", {2, 3}));
  QVERIFY(has("x", {1, 2, 3}));
  QVERIFY(!has("x", {3, 2}));
  QVERIFY(!has("x", {6}));
  QVERIFY(has("row", {3}));
  QVERIFY(has("row", {1, 3}));
  QVERIFY(!has("row", {3, 1}));
  QVERIFY(has("one", {1, 1}));
  QVERIFY(has("one", {}));
  QVERIFY(!has("one", {2}));
}

void TestGgufFile::hasTheMetadata() {
  const TestFolder folder;
  const auto file = open(folder);
  QCOMPARE(std::get<std::string>(file->metadata().at("general.name")), "Sample"s);
}

void TestGgufFile::noSuchFile() {
  const TestFolder folder;
  const auto file = GgufFile::open(folder.file("absent.gguf"));
  QVERIFY(!file);
  QVERIFY(file.error().code == IoError::notFound);
}

void TestGgufFile::badFile() {
  const TestFolder folder;
  const auto path = folder.write("m.gguf", "not a model");
  const auto file = GgufFile::open(path);
  QVERIFY(!file);
  QVERIFY(isInputError(file.error(), GgufError::notGguf));
  QCOMPARE(file.error().file, path.string());
}

void TestGgufFile::typeThatIsNotRead() {
  const TestFolder folder;
  const auto file = open(folder);
  const auto readable = file->readable(*file->find("q2"));
  QVERIFY(!readable);
  QVERIFY(isInputError(readable.error(), GgufError::unsupportedTensorType));
  QCOMPARE(readable.error().place, "tensor 'q2'"s);
  QCOMPARE(readable.error().problem,
           "its type is Q2_K; expected one of F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, "
           "Q6_K, BF16"s);
  QCOMPARE(readable.error().remedy, "Get the model in another quantization"s);
}

void TestGgufFile::cutAfterItWasOpened() {
  const TestFolder folder;
  const auto file = open(folder);
  QVERIFY(file->stillWhole());
  std::filesystem::resize_file(file->path(), 100);
  const auto whole = file->stillWhole();
  QVERIFY(!whole);
  QVERIFY(whole.error().code == IoError::shrunk);
  const auto readable = file->readable(*file->find("x"));
  QVERIFY(!readable);
  QVERIFY(readable.error().code == IoError::shrunk);
}

HEADSCOPE_TEST(TestGgufFile)

}  // namespace headscope::test_gguf_file

#include "test_gguf_file.moc"
