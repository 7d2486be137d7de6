#include <string>
#include <vector>

#include <QTest>

#include "io/gguf_cursor.h"
#include "io/gguf_samples.h"
#include "io/mapped_file.h"
#include "io/safetensors_samples.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_gguf_header {

using namespace std::string_literals;

// The cases are those of the reference's own tests (llama.cpp, tests/test-gguf.cpp: HEADER_…, KV_…,
// TENSORS_…, DATA_…) and more; values have tests of their own.
class TestGgufHeader : public QObject {
  Q_OBJECT
 private slots:
  void emptyOfBothVersions_data();
  void emptyOfBothVersions();
  void wholeFile();
  void scalarsAndEmptyTensors();
  void dataWithoutPaddingAtItsEnd();
  void ownAlignment_data();
  void ownAlignment();
  void alignmentOfAnotherKindOfNumber();
  void longestNames();
  void badStarts_data();
  void badStarts();
  void remedyKnowsGitLfs();
  void badFiles_data();
  void badFiles();
  void aFileOfSeveral();
  void aFileThatIsTheOnlyOneOfItsKind();
  void tensorTypeThatIsKnownButNotRead();
  void everyPrefixIsAnError();
  void everyByteMayBeSpoilt();
  void hugeCountsTakeNoMemory_data();
  void hugeCountsTakeNoMemory();
  void holesTakeNoMemory();
};

namespace {

using Shape = std::vector<std::uint64_t>;

std::string floats(std::size_t count) {
  return std::string(count * 4, '\1');
}

// A tensor of 2 rows of 3, one of 5, and metadata of several kinds.
GgufSample smallFile() {
  GgufSample file;
  file.text("general.architecture", "llama").number("llama.block_count", 1);
  file.texts("tokenizer.ggml.tokens", {"a", "b"}).reals("tokenizer.ggml.scores", {0, -1});
  file.flag("tokenizer.ggml.add_bos_token", true);
  file.tensor({.name = "a", .lengths = {3, 2}, .data = floats(6)});
  file.tensor({.name = "b", .lengths = {5}, .data = floats(5)});
  return file;
}

QString shown(const Error& error) {
  return QString::fromStdString(error.place + (error.place.empty() ? "" : ": ") + error.problem);
}

}  // namespace

void TestGgufHeader::emptyOfBothVersions_data() {
  QTest::addColumn<unsigned>("version");
  QTest::newRow("2") << 2U;
  QTest::newRow("3") << 3U;
}

void TestGgufHeader::emptyOfBothVersions() {
  QFETCH(unsigned, version);
  GgufSample file;
  file.version = version;
  QCOMPARE(file.bytes().size(), std::size_t{24});
  const auto header = parseGguf(file.bytes());
  QVERIFY(header);
  QVERIFY(header->metadata.empty());
  QVERIFY(header->tensors.empty());
}

void TestGgufHeader::wholeFile() {
  const std::string bytes = smallFile().bytes();
  const auto header = parseGguf(bytes);
  QVERIFY2(header, header ? "" : describe(header.error()).c_str());
  QCOMPARE(header->metadata.size(), std::size_t{5});
  QCOMPARE(std::get<std::string>(header->metadata.at("general.architecture")), "llama"s);
  QCOMPARE(std::get<std::int64_t>(header->metadata.at("llama.block_count")), std::int64_t{1});
  QCOMPARE(header->tensors.size(), std::size_t{2});
  const GgufTensor& a = header->tensors[0];
  QCOMPARE(a.name, "a"s);
  QVERIFY(a.type == GgmlType::f32);
  QCOMPARE(a.shape, (Shape{2, 3}));  // the file has the innermost first
  QCOMPARE(a.begin % 32, std::uint64_t{0});
  QCOMPARE(a.end - a.begin, std::uint64_t{24});
  const GgufTensor& b = header->tensors[1];
  QCOMPARE(b.shape, (Shape{5}));
  QCOMPARE(b.begin, a.begin + 32);
  QCOMPARE(b.end, std::uint64_t{bytes.size()});
}

void TestGgufHeader::scalarsAndEmptyTensors() {
  GgufSample file;
  file.tensor({.name = "scalar", .lengths = {}, .data = floats(1)});
  file.tensor({.name = "empty", .lengths = {4, 0}, .data = ""});
  file.tensor({.name = "empty blocks", .lengths = {0, 4}, .type = 2, .data = ""});
  file.tensor({.name = "last", .lengths = {1, 1, 1, 1}, .data = floats(1)});
  const auto header = parseGguf(file.bytes());
  QVERIFY2(header, header ? "" : describe(header.error()).c_str());
  QVERIFY(header->tensors[0].shape.empty());
  QCOMPARE(header->tensors[0].end - header->tensors[0].begin, std::uint64_t{4});
  QCOMPARE(header->tensors[1].shape, (Shape{0, 4}));
  QCOMPARE(header->tensors[1].end, header->tensors[1].begin);
  QCOMPARE(header->tensors[2].end, header->tensors[2].begin);
  QCOMPARE(header->tensors[3].shape, (Shape{1, 1, 1, 1}));
}

// Writers pad the last tensor too; a reader need not ask for it.
void TestGgufHeader::dataWithoutPaddingAtItsEnd() {
  const std::string bytes = smallFile().bytes();
  QVERIFY(bytes.size() % 32 != 0);
  QVERIFY(parseGguf(bytes));
  QVERIFY(parseGguf(bytes + std::string(12, '\0')));
}

void TestGgufHeader::ownAlignment_data() {
  QTest::addColumn<unsigned>("alignment");
  for (const unsigned alignment : {8U, 16U, 64U, 4096U, 1U << 20U}) {
    QTest::addRow("%u", alignment) << alignment;
  }
}

void TestGgufHeader::ownAlignment() {
  QFETCH(unsigned, alignment);
  GgufSample file = smallFile();
  file.alignment = alignment;
  file.number("general.alignment", alignment);
  const auto header = parseGguf(file.bytes());
  QVERIFY2(header, header ? "" : describe(header.error()).c_str());
  QCOMPARE(header->tensors[0].begin % alignment, std::uint64_t{0});
  QCOMPARE(header->tensors[1].begin, header->tensors[0].begin + (alignment == 8    ? 24
                                                                 : alignment == 16 ? 32
                                                                                   : alignment));
}

void TestGgufHeader::alignmentOfAnotherKindOfNumber() {
  GgufSample file = smallFile();
  file.alignment = 64;
  file.entry("general.alignment", kGgufU64, ggufNumber(std::uint64_t{64}));
  QVERIFY(parseGguf(file.bytes()));
}

void TestGgufHeader::longestNames() {
  GgufSample file;
  const std::string name(63, 'n');
  file.tensor({.name = name, .lengths = {1}, .data = floats(1)});
  const auto header = parseGguf(file.bytes());
  QVERIFY(header);
  QCOMPARE(header->tensors[0].name, name);
}

void TestGgufHeader::badStarts_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, const std::string& bytes, GgufError code,
                      const char* expected) {
    QTest::newRow(name) << QByteArray::fromStdString(bytes) << static_cast<int>(code)
                        << QString::fromUtf8(expected);
  };
  const std::string zeros(16, '\0');
  row("empty file", "", GgufError::truncated,
      "the file ends after 0 bytes, where 4 were to follow 0");
  row("other letters", "GGML\3\0\0\0"s + zeros, GgufError::notGguf,
      "does not begin with the letters GGUF");
  row("safetensors", "\x3C\0\0\0\0\0\0\0{}"s + zeros, GgufError::notGguf,
      "does not begin with the letters GGUF");
  row("version 0", "GGUF\0\0\0\0"s + zeros, GgufError::unsupportedVersion,
      "is of version 0; versions 2 and 3 are read");
  row("version 1", "GGUF\1\0\0\0"s + zeros, GgufError::unsupportedVersion,
      "is of version 1; versions 2 and 3 are read");
  row("a version to come", "GGUF\4\0\0\0"s + zeros, GgufError::unsupportedVersion,
      "is of version 4; versions 2 and 3 are read");
  row("big-endian", "GGUF\0\0\0\3"s + zeros, GgufError::otherByteOrder,
      "is big-endian, for other processors than this one");
  row("tensors below 0", "GGUF\3\0\0\0"s + ggufNumber(std::int64_t{-1}) + zeros,
      GgufError::tooManyEntries,
      "says that it has 18446744073709551615 tensors; the 16 bytes that follow have no room for "
      "them");
  row("entries below 0", "GGUF\3\0\0\0"s + std::string(8, '\0') + ggufNumber(std::int64_t{-1}),
      GgufError::tooManyEntries,
      "says that it has 18446744073709551615 entries of metadata; the 0 bytes that follow have no "
      "room for them");
  row("one entry more than there can be",
      "GGUF\3\0\0\0"s + std::string(8, '\0') + ggufNumber(std::uint64_t{2}) + std::string(27, '\0'),
      GgufError::tooManyEntries,
      "says that it has 2 entries of metadata; the 27 bytes that follow have no room for them");
}

void TestGgufHeader::badStarts() {
  QFETCH(QByteArray, bytes);
  QFETCH(int, code);
  QFETCH(QString, expected);
  const auto header = parseGguf(bytes.toStdString());
  QVERIFY(!header);
  QVERIFY(isInputError(header.error(), static_cast<GgufError>(code)));
  QCOMPARE(header.error().file, "model.gguf"s);
  QCOMPARE(shown(header.error()), expected);
}

void TestGgufHeader::remedyKnowsGitLfs() {
  const auto header = parseGguf("version https://git-lfs.github.com/spec/v1\noid sha256:");
  QVERIFY(isInputError(header.error(), GgufError::notGguf));
  QVERIFY(header.error().remedy.find("git lfs pull") != std::string::npos);
  QVERIFY(parseGguf("GGML" + std::string(20, '\0')).error().remedy.find("GGUF") !=
          std::string::npos);
}

void TestGgufHeader::badFiles_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, const GgufSample& file, GgufError code,
                      const char* expected) {
    QTest::newRow(name) << QByteArray::fromStdString(file.bytes()) << static_cast<int>(code)
                        << QString::fromUtf8(expected);
  };
  const auto tensor = [](GgufSampleTensor only) { return GgufSample().tensor(std::move(only)); };
  const auto aligned = [](std::uint32_t alignment) {
    return smallFile().number("general.alignment", alignment);
  };

  // Metadata.
  row("alignment 0", aligned(0), GgufError::badAlignment,
      "metadata 'general.alignment': expected a power of two from 8 to 1048576");
  row("alignment 4", aligned(4), GgufError::badAlignment,
      "metadata 'general.alignment': expected a power of two from 8 to 1048576");
  row("alignment 33", aligned(33), GgufError::badAlignment,
      "metadata 'general.alignment': expected a power of two from 8 to 1048576");
  row("alignment 2 MiB", aligned(1U << 21U), GgufError::badAlignment,
      "metadata 'general.alignment': expected a power of two from 8 to 1048576");
  row("alignment below 0",
      smallFile().entry("general.alignment", kGgufI32, ggufNumber(std::int32_t{-8})),
      GgufError::badAlignment,
      "metadata 'general.alignment': expected a power of two from 8 to 1048576");
  row("alignment in words", smallFile().text("general.alignment", "32"), GgufError::badAlignment,
      "metadata 'general.alignment': expected a power of two from 8 to 1048576");
  row("key twice", smallFile().number("llama.block_count", 2), GgufError::duplicateKey,
      "metadata 'llama.block_count': the key stands twice");

  // Tensors.
  row("no name", tensor({.name = "", .lengths = {1}, .data = floats(1)}), GgufError::badTensorName,
      "tensor 0: its name has 0 bytes; expected 1 to 63");
  row("long name", tensor({.name = std::string(64, 'n'), .lengths = {1}, .data = floats(1)}),
      GgufError::badTensorName, "tensor 0: its name has 64 bytes; expected 1 to 63");
  row("name not UTF-8", tensor({.name = "\xFF", .lengths = {1}, .data = floats(1)}),
      GgufError::notUtf8, "tensor 0: byte 0 of a text of 1 is not UTF-8");
  row("name twice", smallFile().tensor({.name = "a", .lengths = {1}, .data = floats(1)}),
      GgufError::duplicateTensor, "tensor 'a': the name stands twice");
  row("five dimensions", tensor({.name = "x", .lengths = {1, 1, 1, 1, 1}, .data = floats(1)}),
      GgufError::badDimensions, "tensor 'x': it has 5 dimensions; at most 4 are allowed");
  row("negative length", tensor({.name = "x", .lengths = {2, -3}, .data = floats(6)}),
      GgufError::badDimensions, "tensor 'x': dimension 1 is negative");
  row("type of none", tensor({.name = "x", .lengths = {32}, .type = 4, .data = floats(32)}),
      GgufError::unknownTensorType, "tensor 'x': its type is 4, which is not known");
  row("type -1", tensor({.name = "x", .lengths = {32}, .type = 0xFFFFFFFF, .data = floats(32)}),
      GgufError::unknownTensorType, "tensor 'x': its type is 4294967295, which is not known");
  row("rows of half a block",
      tensor({.name = "x", .lengths = {16, 4}, .type = 2, .data = std::string(36, '\0')}),
      GgufError::unevenRows,
      "tensor 'x': its rows of 16 are no whole blocks of 32, as Q4_0 has them");
  row("a scalar of blocks",
      tensor({.name = "x", .lengths = {}, .type = 2, .data = std::string(18, '\0')}),
      GgufError::unevenRows,
      "tensor 'x': its rows of 1 are no whole blocks of 32, as Q4_0 has them");
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  row("shape overflows", tensor({.name = "x", .lengths = {kHuge, 3}, .data = ""}),
      GgufError::sizeOverflow,
      "tensor 'x': shape [3, 9223372036854775807] of F32 is more than any file can have");
  // Their product is nought in 64 bits.
  row("shape wraps round",
      tensor({.name = "x", .lengths = {std::int64_t{1} << 32, std::int64_t{1} << 32}, .data = ""}),
      GgufError::sizeOverflow,
      "tensor 'x': shape [4294967296, 4294967296] of F32 is more than any file can have");
  row("size overflows", tensor({.name = "x", .lengths = {kHuge}, .data = ""}),
      GgufError::sizeOverflow,
      "tensor 'x': shape [9223372036854775807] of F32 is more than any file can have");
  row("2^63 bytes", tensor({.name = "x", .lengths = {std::int64_t{1} << 61}, .data = ""}),
      GgufError::sizeOverflow,
      "tensor 'x': shape [2305843009213693952] of F32 is more than any file can have");
  row("offset between", tensor({.name = "x", .lengths = {1}, .data = floats(17), .offset = 4}),
      GgufError::badOffset,
      "tensor 'x': its bytes begin at 4 of the data; expected 0, where the one before ends");
  row("offset of the one before",
      smallFile().tensor({.name = "c", .lengths = {1}, .data = floats(1), .offset = 32}),
      GgufError::badOffset,
      "tensor 'c': its bytes begin at 32 of the data; expected 64, where the one before ends");
  row("offset -32",
      tensor({.name = "x", .lengths = {1}, .data = floats(1), .offset = ~std::uint64_t{31}}),
      GgufError::badOffset,
      "tensor 'x': its bytes begin at 18446744073709551584 of the data; expected 0, where the one "
      "before ends");
  GgufSample packed = smallFile();
  packed.alignment = 8;
  row("packed closer than aligned", packed, GgufError::badOffset,
      "tensor 'b': its bytes begin at 24 of the data; expected 32, where the one before ends");
  GgufSample loose = smallFile().number("general.alignment", 8);
  row("aligned, but less than said", loose, GgufError::badOffset,
      "tensor 'b': its bytes begin at 32 of the data; expected 24, where the one before ends");
  row("data cut", tensor({.name = "x", .lengths = {5}, .data = floats(4)}),
      GgufError::dataTruncated,
      "tensor 'x': its 20 bytes go beyond the file's 80, which was probably cut");
  row("data of exabytes",
      tensor({.name = "x", .lengths = {(std::int64_t{1} << 61) - 1}, .data = floats(4)}),
      GgufError::dataTruncated,
      "tensor 'x': its 9223372036854775804 bytes go beyond the file's 80, which was probably cut");
}

void TestGgufHeader::badFiles() {
  QFETCH(QByteArray, bytes);
  QFETCH(int, code);
  QFETCH(QString, expected);
  const auto header = parseGguf(bytes.toStdString());
  QVERIFY(!header);
  QVERIFY(isInputError(header.error(), static_cast<GgufError>(code)));
  QCOMPARE(shown(header.error()), expected);
}

void TestGgufHeader::aFileOfSeveral() {
  GgufSample file = smallFile();
  file.entry("split.count", kGgufU16, ggufNumber(std::uint16_t{3}));
  const auto header = parseGguf(file.bytes());
  QVERIFY(!header);
  QVERIFY(isInputError(header.error(), GgufError::splitFile));
  QCOMPARE(describe(header.error()),
           "model.gguf: metadata 'split.count': this is one of 3 files. Join them with llama.cpp's "
           "llama-gguf-split --merge and open the whole."s);
}

void TestGgufHeader::aFileThatIsTheOnlyOneOfItsKind() {
  GgufSample file = smallFile();
  file.entry("split.count", kGgufU16, ggufNumber(std::uint16_t{1}));
  QVERIFY(parseGguf(file.bytes()));
}

// Its bytes are counted, so that the others can be read.
void TestGgufHeader::tensorTypeThatIsKnownButNotRead() {
  GgufSample file;
  file.tensor({.name = "x", .lengths = {256}, .type = 10, .data = std::string(84, '\0')});
  const auto header = parseGguf(file.bytes());
  QVERIFY(header);
  QCOMPARE(header->tensors[0].end - header->tensors[0].begin, std::uint64_t{84});
}

void TestGgufHeader::everyPrefixIsAnError() {
  const std::string whole = smallFile().bytes();
  QVERIFY(parseGguf(whole));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto header = parseGguf(whole.substr(0, length));
    QVERIFY2(!header, std::to_string(length).c_str());
    QVERIFY(!header.error().problem.empty());
  }
}

// It may be another file then, but nothing that it says may lead out of it.
void TestGgufHeader::everyByteMayBeSpoilt() {
  const std::string whole = smallFile().bytes();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char value : {'\0', '\1', '\x7F', '\x80', '\xFF'}) {
      std::string spoilt = whole;
      spoilt[at] = value;
      const auto header = parseGguf(spoilt);
      if (!header) {
        QVERIFY(!header.error().problem.empty());
        continue;
      }
      for (const GgufTensor& tensor : header->tensors) {
        QVERIFY(tensor.begin <= tensor.end && tensor.end <= spoilt.size());
      }
    }
  }
}

void TestGgufHeader::hugeCountsTakeNoMemory_data() {
  QTest::addColumn<quint64>("count");
  QTest::newRow("2^60") << (quint64{1} << 60U);
  QTest::newRow("2^63") << (quint64{1} << 63U);
  QTest::newRow("2^64 - 1") << ~quint64{0};
}

void TestGgufHeader::hugeCountsTakeNoMemory() {
  QFETCH(quint64, count);
  GgufSample tensors = smallFile();
  tensors.tensorCount = count;
  QVERIFY(isInputError(parseGguf(tensors.bytes()).error(), GgufError::tooManyEntries));
  GgufSample entries = smallFile();
  entries.entryCount = count;
  QVERIFY(isInputError(parseGguf(entries.bytes()).error(), GgufError::tooManyEntries));
}

// A file that is nearly all hole has room for many tensors, and takes no place on the disk.
void TestGgufHeader::holesTakeNoMemory() {
  const TestFolder folder;
  GgufSample tensors;
  tensors.tensorCount = kMostGgufEntries + 1;
  GgufSample entries;
  entries.entryCount = kMostGgufEntries + 1;
  for (const GgufSample& sample : {tensors, entries}) {
    const auto path = folder.write("m.gguf", sample.bytes());
    std::filesystem::resize_file(path, std::uint64_t{1} << 34U);
    const auto file = MappedFile::open(path);
    QVERIFY(file);
    const auto header = parseGgufHeader(file->bytes(), "model.gguf");
    QVERIFY(!header);
    QVERIFY(isInputError(header.error(), GgufError::tooManyEntries));
    QVERIFY(shown(header.error()).startsWith(QStringLiteral("says that it has 65537 ")));
    QVERIFY(shown(header.error()).endsWith(QStringLiteral("; at most 65536 are read")));
  }
}

HEADSCOPE_TEST(TestGgufHeader)

}  // namespace headscope::test_gguf_header

#include "test_gguf_header.moc"
