#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "io/gguf_samples.h"
#include "io/gguf_values.h"
#include "io/safetensors_samples.h"
#include "test_class.h"

namespace headscope::test_gguf_values {

using namespace std::string_literals;

class TestGgufValues : public QObject {
  Q_OBJECT
 private slots:
  void wholeNumbers_data();
  void wholeNumbers();
  void beyond63Bits();
  void realNumbers();
  void flags();
  void texts();
  void arraysOfWholeNumbers_data();
  void arraysOfWholeNumbers();
  void arraysOfOtherThings();
  void emptyArrays();
  void keysOfOneByteAndOf65535();
  void bad_data();
  void bad();
  void allArraysTogetherAreLimited();
  void hugeCountsTakeNoMemory_data();
  void hugeCountsTakeNoMemory();
};

namespace {

struct Read {
  std::unordered_map<std::string, GgufValue> metadata;
  std::optional<Error> error;
};

Read readEntries(const std::string& entries, std::uint64_t count) {
  GgufCursor cursor(std::as_bytes(std::span(entries)), "m.gguf");
  Read read;
  read.metadata = readGgufMetadata(cursor, count);
  if (!cursor.good()) {
    read.error = cursor.takeError();
  }
  return read;
}

// The value of one entry; throws, which fails the test, where it is not read.
GgufValue valueOf(std::uint32_t kind, const std::string& bytes) {
  const Read read = readEntries(ggufEntry("k", kind, bytes), 1);
  if (read.error) {
    throw std::runtime_error(describe(*read.error));
  }
  return read.metadata.at("k");
}

template <typename Element>
std::vector<Element> elementsOf(std::uint32_t kind, std::uint64_t count, const std::string& bytes) {
  const GgufValue value = valueOf(kGgufArray, ggufArray(kind, count, bytes));
  return std::get<std::vector<Element>>(std::get<GgufArray>(value));
}

using Wholes = std::vector<std::int64_t>;

void wholeKinds() {
  QTest::addColumn<unsigned>("kind");
  QTest::addColumn<QByteArray>("hex");
  QTest::addColumn<qint64>("expected");
  const auto row = [](const char* name, unsigned kind, const char* hex, qint64 expected) {
    QTest::newRow(name) << kind << QByteArray::fromHex(hex) << expected;
  };
  row("u8", kGgufU8, "FF", 255);
  row("i8", kGgufI8, "FF", -1);
  row("u16", kGgufU16, "FFFF", 65535);
  row("i16", kGgufI16, "FEFF", -2);
  row("u32", kGgufU32, "FFFFFFFF", 4294967295);
  row("i32", kGgufI32, "00000080", -2147483648LL);
  row("u64", kGgufU64, "FFFFFFFFFFFFFF7F", std::numeric_limits<qint64>::max());
  row("i64", kGgufI64, "0000000000000080", std::numeric_limits<qint64>::min());
}

}  // namespace

void TestGgufValues::wholeNumbers_data() {
  wholeKinds();
}

void TestGgufValues::wholeNumbers() {
  QFETCH(unsigned, kind);
  QFETCH(QByteArray, hex);
  QFETCH(qint64, expected);
  QCOMPARE(std::get<std::int64_t>(valueOf(kind, hex.toStdString())), std::int64_t{expected});
}

void TestGgufValues::beyond63Bits() {
  QCOMPARE(std::get<double>(valueOf(kGgufU64, std::string(8, '\xFF'))), 0x1p64);
  QCOMPARE(elementsOf<std::int64_t>(kGgufU64, 1, std::string(8, '\xFF')),
           (Wholes{std::numeric_limits<std::int64_t>::max()}));
}

void TestGgufValues::realNumbers() {
  QCOMPARE(std::get<double>(valueOf(kGgufF32, ggufNumber(1e-5F))), double{1e-5F});
  QCOMPARE(std::get<double>(valueOf(kGgufF64, ggufNumber(-0.1))), -0.1);
  QVERIFY(std::isnan(
      std::get<double>(valueOf(kGgufF32, ggufNumber(std::numeric_limits<float>::quiet_NaN())))));
}

void TestGgufValues::flags() {
  QCOMPARE(std::get<bool>(valueOf(kGgufFlag, "\0"s)), false);
  QCOMPARE(std::get<bool>(valueOf(kGgufFlag, "\1")), true);
}

void TestGgufValues::texts() {
  QCOMPARE(std::get<std::string>(valueOf(kGgufText, ggufText("▁naïve"))), "▁naïve"s);
  QCOMPARE(std::get<std::string>(valueOf(kGgufText, ggufText(""))), ""s);
}

void TestGgufValues::arraysOfWholeNumbers_data() {
  wholeKinds();
}

void TestGgufValues::arraysOfWholeNumbers() {
  QFETCH(unsigned, kind);
  QFETCH(QByteArray, hex);
  QFETCH(qint64, expected);
  const std::string twice = (hex + hex).toStdString();
  QCOMPARE(elementsOf<std::int64_t>(kind, 2, twice), (Wholes{expected, expected}));
}

void TestGgufValues::arraysOfOtherThings() {
  QCOMPARE(elementsOf<std::int64_t>(kGgufFlag, 3, "\1\0\1"s), (Wholes{1, 0, 1}));
  QCOMPARE(elementsOf<double>(kGgufF32, 2, ggufNumber(0.5F) + ggufNumber(-2.0F)),
           (std::vector<double>{0.5, -2}));
  QCOMPARE(elementsOf<double>(kGgufF64, 1, ggufNumber(0.1)), (std::vector<double>{0.1}));
  QCOMPARE(elementsOf<std::string>(kGgufText, 2, ggufText("a") + ggufText("")),
           (std::vector<std::string>{"a", ""}));
}

void TestGgufValues::emptyArrays() {
  QVERIFY(elementsOf<std::int64_t>(kGgufU8, 0, "").empty());
  QVERIFY(elementsOf<double>(kGgufF32, 0, "").empty());
  QVERIFY(elementsOf<std::string>(kGgufText, 0, "").empty());
}

void TestGgufValues::keysOfOneByteAndOf65535() {
  const std::string longest(65535, 'k');
  const Read read =
      readEntries(ggufEntry("a", kGgufU8, "\1") + ggufEntry(longest, kGgufU8, "\2"), 2);
  QVERIFY(!read.error);
  QCOMPARE(read.metadata.size(), std::size_t{2});
  QCOMPARE(std::get<std::int64_t>(read.metadata.at(longest)), std::int64_t{2});
}

void TestGgufValues::bad_data() {
  QTest::addColumn<QByteArray>("entries");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, const std::string& entries, GgufError code,
                      const char* expected) {
    QTest::newRow(name) << QByteArray::fromStdString(entries + std::string(200, '\0'))
                        << static_cast<int>(code) << QString::fromUtf8(expected);
  };
  row("no key", ggufEntry("", kGgufU8, "\1"), GgufError::badKey,
      "metadata entry 0: its key has 0 bytes; expected 1 to 65535");
  row("long key", ggufEntry(std::string(65536, 'k'), kGgufU8, "\1"), GgufError::badKey,
      "metadata entry 0: its key has 65536 bytes; expected 1 to 65535");
  row("key twice", ggufEntry("k", kGgufU8, "\1") + ggufEntry("k", kGgufFlag, "\1"),
      GgufError::duplicateKey, "metadata 'k': the key stands twice");
  row("key not UTF-8", ggufEntry("caf\xE9", kGgufU8, "\1"), GgufError::notUtf8,
      "metadata entry 0: byte 3 of a text of 4 is not UTF-8");
  row("text not UTF-8", ggufEntry("k", kGgufText, ggufText("\xFF")), GgufError::notUtf8,
      "metadata 'k': byte 0 of a text of 1 is not UTF-8");
  row("element not UTF-8", ggufEntry("k", kGgufArray, ggufArray(kGgufText, 1, ggufText("\xFF"))),
      GgufError::notUtf8, "metadata 'k': byte 0 of a text of 1 is not UTF-8");
  row("kind 13", ggufEntry("k", 13, "\1"), GgufError::unknownValueType,
      "metadata 'k': its values are of type 13, which is not known");
  row("kind -1", ggufEntry("k", 0xFFFFFFFF, "\1"), GgufError::unknownValueType,
      "metadata 'k': its values are of type 4294967295, which is not known");
  row("elements of kind 13", ggufEntry("k", kGgufArray, ggufArray(13, 1, "\1")),
      GgufError::unknownValueType, "metadata 'k': its values are of type 13, which is not known");
  row("array of arrays",
      ggufEntry("k", kGgufArray, ggufArray(kGgufArray, 1, ggufArray(kGgufU8, 1, "\1"))),
      GgufError::nestedArray, "metadata 'k': arrays of arrays are not supported");
  row("flag of 2", ggufEntry("k", kGgufFlag, "\2"), GgufError::badFlag,
      "metadata 'k': a truth value must be 0 or 1, found 2");
  row("flag of 255 in an array", ggufEntry("k", kGgufArray, ggufArray(kGgufFlag, 2, "\1\xFF")),
      GgufError::badFlag, "metadata 'k': a truth value must be 0 or 1, found 255");
  row("more texts than there is room for", ggufEntry("k", kGgufArray, ggufArray(kGgufText, 26, "")),
      GgufError::tooManyElements,
      "metadata 'k': says that it has 26 elements; the 200 bytes that follow have no room for "
      "them");
}

void TestGgufValues::bad() {
  QFETCH(QByteArray, entries);
  QFETCH(int, code);
  QFETCH(QString, expected);
  const Read read = readEntries(entries.toStdString(), 2);
  QVERIFY(read.error);
  QVERIFY(isInputError(*read.error, static_cast<GgufError>(code)));
  QCOMPARE(QString::fromStdString(read.error->place + ": " + read.error->problem), expected);
}

// As many as there may be are read, and one more is refused.
void TestGgufValues::allArraysTogetherAreLimited() {
  const std::string most(kMostGgufElements, '\0');
  const Read read = readEntries(ggufEntry("a", kGgufArray, ggufArray(kGgufU8, most.size(), most)) +
                                    ggufEntry("b", kGgufArray, ggufArray(kGgufI8, 1, "\1")),
                                2);
  QCOMPARE(std::get<Wholes>(std::get<GgufArray>(read.metadata.at("a"))).size(), most.size());
  QVERIFY(read.error);
  QVERIFY(isInputError(*read.error, GgufError::tooManyElements));
  QCOMPARE(read.error->place, "metadata 'b'"s);
  QCOMPARE(read.error->problem, "it has 1 elements; all arrays together may have 8388608"s);
}

void TestGgufValues::hugeCountsTakeNoMemory_data() {
  QTest::addColumn<unsigned>("kind");
  QTest::addColumn<quint64>("count");
  for (const unsigned kind : {kGgufU8, kGgufF64, kGgufText, kGgufFlag}) {
    QTest::addRow("2^63 of kind %u", kind) << kind << (quint64{1} << 63U);
    QTest::addRow("2^64-1 of kind %u", kind) << kind << ~quint64{0};
    // Times the size of an element it is nought in 64 bits.
    QTest::addRow("2^61 of kind %u", kind) << kind << (quint64{1} << 61U);
  }
}

void TestGgufValues::hugeCountsTakeNoMemory() {
  QFETCH(unsigned, kind);
  QFETCH(quint64, count);
  const Read read = readEntries(ggufEntry("k", kGgufArray, ggufArray(kind, count, "\1\1\1\1")), 1);
  QVERIFY(read.error);
  QVERIFY(isInputError(*read.error, GgufError::tooManyElements));
}

HEADSCOPE_TEST(TestGgufValues)

}  // namespace headscope::test_gguf_values

#include "test_gguf_values.moc"
