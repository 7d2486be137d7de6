#include <string>
#include <vector>

#include <QTest>

#include "io/safetensors_header.h"
#include "io/safetensors_samples.h"
#include "test_class.h"

namespace headscope::test_safetensors_header {

using namespace std::string_literals;

namespace {

using Shape = std::vector<std::uint64_t>;

// The header of the reference implementation's own tests, of 60 (0x3C) bytes, and its data.
const std::string kHeader = R"({"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}})";
const std::string kZeros(16, '\0');

}  // namespace

class TestSafetensorsHeader : public QObject {
  Q_OBJECT
 private slots:
  void wholeFile();
  void polyglotFile();
  void twoBytesMissing();
  void hugeHeaderLength();
  void emptyFile();
  void headerMissing();
  void headerNotUtf8();
  void headerNotJson();
  void whitespaceAfterTheHeader();
  void whitespaceBeforeTheHeader();
  void emptyTensor();
  void scalar();
  void tooFewBytesForTheShape();
  void shapeOverflows();
  void sizeOverflows();
  void tensorsOnTheSameBytes();
  void lengthBytesOfTheHeaderCount();
  void largestHeaderLength();
  void sevenBytes();
  void headerOneTooLarge();
  void headerOneBeyondTheFile();
  void remedyKnowsOtherFiles_data();
  void remedyKnowsOtherFiles();
  void messagesNameTheFileAndTheTensor();
  void everyPrefixIsAnError();
};

void TestSafetensorsHeader::wholeFile() {
  QCOMPARE(kHeader.size(), std::size_t{0x3C});
  const auto header = parseBytes(safetensorsBytes(0x3C, kHeader, kZeros));
  QVERIFY(header.has_value());
  QCOMPARE(header->dataStart, std::uint64_t{68});
  QVERIFY(header->metadata.empty());
  QCOMPARE(header->tensors.size(), std::size_t{1});
  QVERIFY(
      (header->tensors[0] ==
       TensorInfo{.name = "test", .dtype = Dtype::i32, .shape = {2, 2}, .begin = 0, .end = 16}));
}

void TestSafetensorsHeader::polyglotFile() {
  const auto header =
      parseBytes(safetensorsBytes(0x3C, kHeader, kZeros + "extra_bogus_data_for_polyglot_file"));
  QVERIFY(isInputError(header.error(), SafetensorsError::trailingBytes));
}

void TestSafetensorsHeader::twoBytesMissing() {
  const auto header = parseBytes(safetensorsBytes(0x3C, kHeader, kZeros.substr(2)));
  QVERIFY(isInputError(header.error(), SafetensorsError::truncated));
}

void TestSafetensorsHeader::hugeHeaderLength() {
  const auto header = parseBytes("\x3C\0\0\0\0\xFF\xFF\xFF"s + kHeader + kZeros);
  QVERIFY(isInputError(header.error(), SafetensorsError::headerTooLarge));
}

void TestSafetensorsHeader::emptyFile() {
  QVERIFY(isInputError(parseBytes("").error(), SafetensorsError::headerTooSmall));
}

void TestSafetensorsHeader::headerMissing() {
  QVERIFY(
      isInputError(parseBytes("\x3C\0\0\0\0\0\0\0"s).error(), SafetensorsError::headerBeyondFile));
}

void TestSafetensorsHeader::headerNotUtf8() {
  const auto header = parseBytes("\x01\0\0\0\0\0\0\0\xFF"s);
  QVERIFY(isInputError(header.error(), SafetensorsError::headerNotUtf8));
  QCOMPARE(header.error().place, "header, line 1, column 1"s);
}

void TestSafetensorsHeader::headerNotJson() {
  QVERIFY(
      isInputError(parseBytes("\x01\0\0\0\0\0\0\0{"s).error(), SafetensorsError::headerNotJson));
}

void TestSafetensorsHeader::whitespaceAfterTheHeader() {
  const auto header = parseBytes("\x06\0\0\0\0\0\0\0{}\r \t\n"s);
  QVERIFY(header.has_value());
  QVERIFY(header->tensors.empty());
}

void TestSafetensorsHeader::whitespaceBeforeTheHeader() {
  const auto header = parseBytes("\x06\0\0\0\0\0\0\0\t\n{}\r "s);
  QVERIFY(header.has_value());
  QVERIFY(header->tensors.empty());
}

void TestSafetensorsHeader::emptyTensor() {
  const auto header = parseBytes(safetensorsBytes(
      0x3C, "{\"test\":{\"dtype\":\"I32\",\"shape\":[2,0],\"data_offsets\":[0, 0]}}", ""));
  QVERIFY(header.has_value());
  QCOMPARE(header->tensors[0].shape, (Shape{2, 0}));
  QCOMPARE(header->tensors[0].end, std::uint64_t{0});
}

void TestSafetensorsHeader::scalar() {
  const auto header = parseBytes(safetensorsBytes(
      0x38, "{\"test\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[0,4]}}", "\0\0\0\0"s));
  QVERIFY(header.has_value());
  QVERIFY(header->tensors[0].shape.empty());
}

void TestSafetensorsHeader::tooFewBytesForTheShape() {
  const auto header = parseBytes(safetensorsBytes(
      0x3C, "{\"test\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0, 4]}}", ""));
  QVERIFY(isInputError(header.error(), SafetensorsError::sizeMismatch));
  QCOMPARE(header.error().problem,
           "shape [2, 2] of I32 takes 16 bytes; its data_offsets give it 4"s);
}

void TestSafetensorsHeader::shapeOverflows() {
  const auto header =
      parseBytes(safetensorsBytes(0x4F,
                                  "{\"test\":{\"dtype\":\"I32\",\"shape\":[2,18446744073709551614],"
                                  "\"data_offsets\":[0,16]}}",
                                  kZeros));
  QVERIFY(isInputError(header.error(), SafetensorsError::sizeOverflow));
}

void TestSafetensorsHeader::sizeOverflows() {
  const auto header =
      parseBytes(safetensorsBytes(0x4E,
                                  "{\"test\":{\"dtype\":\"I32\",\"shape\":[2,9223372036854775807],"
                                  "\"data_offsets\":[0,16]}}",
                                  kZeros));
  QVERIFY(isInputError(header.error(), SafetensorsError::sizeOverflow));
}

void TestSafetensorsHeader::tensorsOnTheSameBytes() {
  std::vector<std::string> tensors;
  for (int i = 0; i < 10; ++i) {
    tensors.push_back(tensorField("weight_" + std::to_string(i), "F32", "[2,2]", "[0,16]"));
  }
  const Error error = errorOf(objectOf(tensors), 16);
  QVERIFY(isInputError(error, SafetensorsError::offsetsOverlap));
  QCOMPARE(error.place, "tensor 'weight_1'"s);
}

void TestSafetensorsHeader::lengthBytesOfTheHeaderCount() {
  const auto header = parseBytes(safetensorsBytes(std::string("{}").append(1000, ' '), ""));
  QVERIFY(header.has_value());
  QCOMPARE(header->dataStart, std::uint64_t{1010});
}

void TestSafetensorsHeader::largestHeaderLength() {
  // Not too large, only beyond this file.
  const auto header = parseBytes(safetensorsBytes(100'000'000, "{}", ""));
  QVERIFY(isInputError(header.error(), SafetensorsError::headerBeyondFile));
}

void TestSafetensorsHeader::sevenBytes() {
  const auto header = parseBytes(std::string(7, '\0'));
  QVERIFY(isInputError(header.error(), SafetensorsError::headerTooSmall));
  QCOMPARE(header.error().problem, "has 7 bytes; the length of the header alone takes 8"s);
}

void TestSafetensorsHeader::headerOneTooLarge() {
  const auto header = parseBytes(safetensorsBytes(100'000'001, "{}", ""));
  QVERIFY(isInputError(header.error(), SafetensorsError::headerTooLarge));
  QCOMPARE(header.error().problem,
           "says that its header has 100000001 bytes; at most 100000000 are allowed"s);
  QVERIFY(
      isInputError(parseBytes(std::string(8, '\xFF')).error(), SafetensorsError::headerTooLarge));
}

void TestSafetensorsHeader::headerOneBeyondTheFile() {
  const auto header = parseBytes(safetensorsBytes(3, "{}", ""));
  QVERIFY(isInputError(header.error(), SafetensorsError::headerBeyondFile));
  QCOMPARE(header.error().problem, "says that its header has 3 bytes; only 2 follow"s);
}

void TestSafetensorsHeader::remedyKnowsOtherFiles_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("word");
  QTest::newRow("Git LFS") << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:")
                           << "git lfs pull";
  QTest::newRow("zip") << QByteArray("PK\x03\x04\x00\x00\x00\x00\x00\x00", 10) << "PyTorch";
  QTest::newRow("GGUF") << QByteArray("GGUF\x03\x00\x00\x00\x00\x00", 10) << "GGUF";
  QTest::newRow("text") << QByteArray("<!DOCTYPE html>") << "get it again";
}

void TestSafetensorsHeader::remedyKnowsOtherFiles() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, word);
  const auto header = parseBytes(bytes.toStdString());
  QVERIFY(!header.has_value());
  QVERIFY(QString::fromStdString(header.error().remedy).contains(word));
}

void TestSafetensorsHeader::messagesNameTheFileAndTheTensor() {
  QCOMPARE(describe(errorOf(objectOf({tensorField("h.0.w", "F32", "[2]", "[0,4]")}), 4)),
           "model.safetensors: tensor 'h.0.w': shape [2] of F32 takes 8 bytes; its data_offsets "
           "give it 4. It is damaged or not a safetensors file: get it again."s);
}

void TestSafetensorsHeader::everyPrefixIsAnError() {
  const std::string whole = safetensorsBytes(kHeader, kZeros);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    QVERIFY(!parseBytes(whole.substr(0, length)).has_value());
  }
}

HEADSCOPE_TEST(TestSafetensorsHeader)

}  // namespace headscope::test_safetensors_header

#include "test_safetensors_header.moc"
