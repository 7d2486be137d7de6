#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "io/io_error.h"
#include "io/safetensors.h"
#include "io/safetensors_writer.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_safetensors_writer {

using namespace std::string_literals;

namespace {

const std::vector<float> kSix{0, 1, 2, 3, 4, 5};
const std::vector<std::int64_t> kIds{101, -1};

OutgoingTensor floats(const std::string& name, const std::vector<std::uint64_t>& shape,
                      const std::vector<float>& values) {
  return {.name = name, .shape = shape, .values = std::span(values)};
}

OutgoingTensor integers(const std::string& name, const std::vector<std::uint64_t>& shape,
                        const std::vector<std::int64_t>& values) {
  return {.name = name, .shape = shape, .values = std::span(values)};
}

// A write that must fail and leave nothing behind.
Error errorOf(const std::vector<OutgoingTensor>& tensors,
              const std::map<std::string, std::string>& metadata = {}) {
  const TestFolder folder;
  const auto written = writeSafetensors(folder.file("a"), tensors, metadata);
  if (!folder.names().empty()) {
    qFatal("a file is left behind");
  }
  return written ? Error{} : written.error();
}

}  // namespace

class TestSafetensorsWriter : public QObject {
  Q_OBJECT
 private slots:
  void writesWhatTheReferenceWrites();
  void orderOfTheTensorsDoesNotMatter();
  void readsBackTheSameValues();
  void writesNothingAtAll();
  void padsEveryHeaderLength();
  void refusesNamesThatAreNotUtf8();
  void refusesTheMetadataName();
  void refusesDuplicateNames();
  void refusesAnotherNumberOfValues();
  void refusesMetadataThatAreNotUtf8();
  void refusesTooLargeAHeader();
  void missingFolder();
};

void TestSafetensorsWriter::writesWhatTheReferenceWrites() {
  const TestFolder folder;
  const std::vector<float> one{-1.5F};
  const std::vector<float> none;
  const std::vector<std::int64_t> seven{7};
  const std::vector<OutgoingTensor> tensors{
      floats("layer.1.weight", {2, 3}, kSix), floats("layer.0.weight", {1, 1}, one),
      integers("ids", {2}, kIds), floats("Z \"quoted\"\n", {0, 4}, none),
      integers("scalar", {}, seven)};
  QVERIFY(writeSafetensors(folder.file("a"), tensors, {{"format", "Headscope, caf\xC3\xA9"}}));
  QFile reference(QStringLiteral(HEADSCOPE_TEST_DATA "/io/written.safetensors"));
  QVERIFY(reference.open(QIODevice::ReadOnly));
  QCOMPARE(QByteArray::fromStdString(folder.read("a")), reference.readAll());
}

void TestSafetensorsWriter::orderOfTheTensorsDoesNotMatter() {
  const TestFolder folder;
  const std::vector<OutgoingTensor> one{floats("b", {6}, kSix), floats("a", {2, 3}, kSix),
                                        integers("z", {2}, kIds)};
  const std::vector<OutgoingTensor> two{integers("z", {2}, kIds), floats("a", {2, 3}, kSix),
                                        floats("b", {6}, kSix)};
  QVERIFY(writeSafetensors(folder.file("one"), one).has_value());
  QVERIFY(writeSafetensors(folder.file("two"), two).has_value());
  QCOMPARE(folder.read("one"), folder.read("two"));
}

void TestSafetensorsWriter::readsBackTheSameValues() {
  const TestFolder folder;
  const std::vector<float> odd{std::numeric_limits<float>::infinity(), -0.0F, 1e-45F, 3.4e38F};
  const std::vector<std::int64_t> extremes{std::numeric_limits<std::int64_t>::min(),
                                           std::numeric_limits<std::int64_t>::max()};
  const std::vector<OutgoingTensor> tensors{floats("floats", {2, 1, 2}, odd),
                                            integers("integers", {1, 2}, extremes)};
  QVERIFY(writeSafetensors(folder.file("a"), tensors, {{"a", "1"}, {"b", ""}}).has_value());
  const auto file = SafetensorsFile::open(folder.file("a"));
  QVERIFY(file.has_value());
  QVERIFY((file->metadata() == std::map<std::string, std::string>{{"a", "1"}, {"b", ""}}));
  QCOMPARE(file->find("floats")->shape, (std::vector<std::uint64_t>{2, 1, 2}));
  std::vector<float> read(4);
  QVERIFY(file->readFloats(*file->find("floats"), read).has_value());
  QCOMPARE(read, odd);
  QCOMPARE(*file->readIntegers(*file->find("integers")), extremes);
}

void TestSafetensorsWriter::writesNothingAtAll() {
  const TestFolder folder;
  QVERIFY(writeSafetensors(folder.file("a"), {}).has_value());
  QCOMPARE(folder.read("a"), "\x08\0\0\0\0\0\0\0{}      "s);
}

void TestSafetensorsWriter::padsEveryHeaderLength() {
  for (std::size_t length = 1; length <= 9; ++length) {
    const TestFolder folder;
    const std::vector<OutgoingTensor> tensors{floats(std::string(length, 'n'), {6}, kSix)};
    QVERIFY(writeSafetensors(folder.file("a"), tensors).has_value());
    QCOMPARE((folder.read("a").size() - 24) % 8, std::size_t{0});
    QVERIFY(SafetensorsFile::open(folder.file("a")).has_value());
  }
}

void TestSafetensorsWriter::refusesNamesThatAreNotUtf8() {
  const Error error = errorOf({floats("a\xFF", {6}, kSix)});
  QCOMPARE(error.code, std::error_code(SafetensorsError::invalidName));
  QCOMPARE(error.place, "tensor 'a\\xFF'"s);
}

void TestSafetensorsWriter::refusesTheMetadataName() {
  QCOMPARE(errorOf({floats("__metadata__", {6}, kSix)}).code,
           std::error_code(SafetensorsError::invalidName));
}

void TestSafetensorsWriter::refusesDuplicateNames() {
  const Error error =
      errorOf({floats("a", {6}, kSix), floats("b", {6}, kSix), integers("a", {2}, kIds)});
  QCOMPARE(error.code, std::error_code(SafetensorsError::duplicateName));
  QCOMPARE(error.place, "tensor 'a'"s);
}

void TestSafetensorsWriter::refusesAnotherNumberOfValues() {
  const Error error = errorOf({floats("a", {2, 2}, kSix)});
  QCOMPARE(error.code, std::error_code(SafetensorsError::wrongInputSize));
  QCOMPARE(error.problem, "has shape [2, 2] and 6 values"s);
  // A product that wraps around to 6 in 64 bits.
  const std::uint64_t half = std::uint64_t{1} << 63U;
  QCOMPARE(errorOf({floats("a", {half + 3, 2}, kSix)}).code,
           std::error_code(SafetensorsError::wrongInputSize));
}

void TestSafetensorsWriter::refusesMetadataThatAreNotUtf8() {
  QCOMPARE(errorOf({}, {{"a", "\xFF"}}).code, std::error_code(SafetensorsError::metadataNotUtf8));
  QCOMPARE(errorOf({}, {{"\xFF", "a"}}).code, std::error_code(SafetensorsError::metadataNotUtf8));
}

void TestSafetensorsWriter::refusesTooLargeAHeader() {
  QCOMPARE(errorOf({}, {{"a", std::string(100'000'000, 'a')}}).code,
           std::error_code(SafetensorsError::headerTooLarge));
}

void TestSafetensorsWriter::missingFolder() {
  const TestFolder folder;
  const auto written = writeSafetensors(folder.file("none/a"), {});
  QCOMPARE(written.error().code, std::error_code(IoError::noFolder));
  QCOMPARE(written.error().kind, ErrorKind::couldNotDo);
}

HEADSCOPE_TEST(TestSafetensorsWriter)

}  // namespace headscope::test_safetensors_writer

#include "test_safetensors_writer.moc"
