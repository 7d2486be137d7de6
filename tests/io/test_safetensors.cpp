#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <QTest>

#include "io/safetensors.h"
#include "io/safetensors_samples.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_safetensors {

using namespace std::string_literals;

namespace {

using Floats = std::vector<float>;
using Integers = std::vector<std::int64_t>;

// Written by the reference implementation: tests/data/io/make_safetensors.py.
SafetensorsFile open(const std::string& name) {
  Result<SafetensorsFile> file = SafetensorsFile::open(HEADSCOPE_TEST_DATA "/io/" + name);
  if (!file) {
    qFatal("%s", describe(file.error()).c_str());
  }
  return std::move(*file);
}

Floats floats(const SafetensorsFile& file, std::string_view name) {
  const TensorInfo* info = file.find(name);
  Floats values(info == nullptr ? 0 : elementCount(info->shape).value_or(0));
  if (info == nullptr || !file.readFloats(*info, values)) {
    return {-999};
  }
  return values;
}

Integers integers(const SafetensorsFile& file, std::string_view name) {
  const TensorInfo* info = file.find(name);
  return info == nullptr ? Integers{-999} : file.readIntegers(*info).value_or(Integers{-999});
}

}  // namespace

class TestSafetensors : public QObject {
  Q_OBJECT
 private slots:
  void findsEveryTensor();
  void readsEveryKindOfFloat();
  void readsScalarsAndEmptyTensors();
  void readsIntegers();
  void readsUnalignedTensors();
  void givesTheBytes();
  void refusesFloatsOfAnotherKind();
  void refusesIntegersOfAnotherKind();
  void refusesRoomOfAnotherSize();
  void staysUsableWhenMoved();
  void cannotBeCopied();
  void saysWhenTheFileHasShrunk();
  void missingFile();
  void emptyFile();
  void badHeaderNamesThePath();
};

void TestSafetensors::findsEveryTensor() {
  const SafetensorsFile file = open("kinds.safetensors");
  QCOMPARE(file.tensors().size(), std::size_t{10});
  QVERIFY((file.metadata() == std::map<std::string, std::string>{{"format", "pt"}}));
  for (const TensorInfo& info : file.tensors()) {
    QCOMPARE(file.find(info.name), &info);
  }
  QVERIFY(file.find("\xF0\x9F\x98\x80") != nullptr);
  QVERIFY(file.find("f3") == nullptr);
  QVERIFY(file.find("") == nullptr);
  QVERIFY(file.find("__metadata__") == nullptr);
  QCOMPARE(file.find("f32")->shape, (std::vector<std::uint64_t>{2, 3}));
  QCOMPARE(file.find("f32")->dtype, Dtype::f32);
}

void TestSafetensors::readsEveryKindOfFloat() {
  const SafetensorsFile file = open("kinds.safetensors");
  QCOMPARE(floats(file, "f32"), (Floats{-0.5F, -0.25F, 0, 0.25F, 0.5F, 0.75F}));
  QCOMPARE(floats(file, "f16"),
           (Floats{1, 0x1p-24F, 0.333251953125F, 65504, -std::numeric_limits<float>::infinity()}));
  QCOMPARE(floats(file, "bf16"), (Floats{1, -3, 0.333984375F}));
}

void TestSafetensors::readsScalarsAndEmptyTensors() {
  const SafetensorsFile file = open("kinds.safetensors");
  QCOMPARE(floats(file, "scalar"), Floats{2.5F});
  QVERIFY(file.find("scalar")->shape.empty());
  QCOMPARE(floats(file, "empty"), Floats{});
  QCOMPARE(file.find("empty")->shape, (std::vector<std::uint64_t>{0, 3}));
}

void TestSafetensors::readsIntegers() {
  const SafetensorsFile file = open("kinds.safetensors");
  QCOMPARE(integers(file, "i64"), (Integers{-1, std::int64_t{1} << 62, 0}));
  QCOMPARE(integers(file, "i32"), (Integers{-2147483648, 7}));
}

void TestSafetensors::readsUnalignedTensors() {
  const SafetensorsFile file = open("unaligned.safetensors");
  QVERIFY(reinterpret_cast<std::uintptr_t>(file.bytes(*file.find("b")).data()) % 4 != 0);
  QCOMPARE(floats(file, "b"), (Floats{1.5F, -2}));
  QCOMPARE(floats(file, "c"), Floats{0.5F});
  QCOMPARE(floats(file, "d"), Floats{1});
  QCOMPARE(integers(file, "e"), (Integers{-5, 9}));
  QCOMPARE(integers(file, "f"), Integers{-3});
}

void TestSafetensors::givesTheBytes() {
  const SafetensorsFile file = open("kinds.safetensors");
  const auto bytes = file.bytes(*file.find("bool"));
  QVERIFY((std::vector(bytes.begin(), bytes.end()) ==
           std::vector{std::byte{1}, std::byte{0}, std::byte{1}}));
  QVERIFY(file.bytes(*file.find("empty")).empty());
}

void TestSafetensors::refusesFloatsOfAnotherKind() {
  const SafetensorsFile file = open("kinds.safetensors");
  for (const char* name : {"f64", "i64", "i32", "bool"}) {
    const TensorInfo& info = *file.find(name);
    Floats values(*elementCount(info.shape));
    const auto read = file.readFloats(info, values);
    QVERIFY(!read.has_value());
    QVERIFY(isInputError(read.error(), SafetensorsError::unsupportedDtype));
    QCOMPARE(read.error().place, "tensor '"s + name + "'");
    QCOMPARE(read.error().problem,
             "its dtype is "s.append(nameOf(info.dtype)) + "; expected one of F32, F16, BF16");
  }
}

void TestSafetensors::refusesIntegersOfAnotherKind() {
  const SafetensorsFile file = open("kinds.safetensors");
  for (const char* name : {"f32", "f16", "bool"}) {
    const auto read = file.readIntegers(*file.find(name));
    QVERIFY(!read.has_value());
    QVERIFY(isInputError(read.error(), SafetensorsError::unsupportedDtype));
  }
}

void TestSafetensors::refusesRoomOfAnotherSize() {
  const SafetensorsFile file = open("kinds.safetensors");
  for (const std::size_t size : {0U, 5U, 7U}) {
    Floats values(size, 9);
    const auto read = file.readFloats(*file.find("f32"), values);
    QVERIFY(!read.has_value());
    QVERIFY(isInputError(read.error(), SafetensorsError::wrongOutputSize));
    QCOMPARE(read.error().problem,
             "has shape [2, 3], 6 elements; expected " + std::to_string(size));
    QCOMPARE(values, Floats(size, 9));
  }
}

void TestSafetensors::staysUsableWhenMoved() {
  SafetensorsFile file = open("kinds.safetensors");
  const TensorInfo* info = file.find("f32");
  const SafetensorsFile moved(std::move(file));
  QCOMPARE(moved.find("f32"), info);
  QCOMPARE(floats(moved, "i32"), Floats{-999});
  QCOMPARE(floats(moved, "bf16"), (Floats{1, -3, 0.333984375F}));
  SafetensorsFile assigned = open("unaligned.safetensors");
  assigned = open("kinds.safetensors");
  QVERIFY(assigned.find("a") == nullptr);
  QCOMPARE(floats(assigned, "scalar"), Floats{2.5F});
}

void TestSafetensors::cannotBeCopied() {
  QVERIFY(!std::is_copy_constructible_v<SafetensorsFile>);
}

void TestSafetensors::saysWhenTheFileHasShrunk() {
  const TestFolder folder;
  const auto path = folder.write(
      "a", safetensorsBytes(objectOf({tensorField("a", "F32", "[2]", "[0,8]")}), "12345678"));
  const auto file = SafetensorsFile::open(path);
  QVERIFY(file->stillWhole().has_value());
  std::filesystem::resize_file(path, 20);
  Floats values(2, 9);
  const auto read = file->readFloats(file->tensors()[0], values);
  QCOMPARE(read.error().code, std::error_code(IoError::shrunk));
  QCOMPARE(file->stillWhole().error().code, std::error_code(IoError::shrunk));
  QCOMPARE(values, (Floats{9, 9}));
}

void TestSafetensors::missingFile() {
  const TestFolder folder;
  QCOMPARE(SafetensorsFile::open(folder.file("none")).error().code,
           std::error_code(IoError::notFound));
}

void TestSafetensors::emptyFile() {
  const TestFolder folder;
  QVERIFY(isInputError(SafetensorsFile::open(folder.write("a", "")).error(),
                       SafetensorsError::headerTooSmall));
}

void TestSafetensors::badHeaderNamesThePath() {
  const TestFolder folder;
  const auto path = folder.write("a", safetensorsBytes("{}", "x"));
  const auto file = SafetensorsFile::open(path);
  QVERIFY(isInputError(file.error(), SafetensorsError::trailingBytes));
  QCOMPARE(file.error().file, path.string());
}

HEADSCOPE_TEST(TestSafetensors)

}  // namespace headscope::test_safetensors

#include "test_safetensors.moc"
