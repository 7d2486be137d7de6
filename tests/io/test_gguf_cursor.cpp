#include <string>

#include <QTest>

#include "io/gguf_cursor.h"
#include "io/gguf_samples.h"
#include "io/mapped_file.h"
#include "io/safetensors_samples.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_gguf_cursor {

using namespace std::string_literals;

class TestGgufCursor : public QObject {
  Q_OBJECT
 private slots:
  void numbersAreLittleEndianAndUnaligned();
  void texts();
  void numberBeyondTheEnd();
  void textBeyondTheEnd();
  void textOfEveryLength_data();
  void textOfEveryLength();
  void textThatIsNotUtf8();
  void textsTogetherAreLimited();
  void counts();
  void countBeyondTheFile();
  void theFirstErrorStays();
  void afterAnErrorValuesAreEmpty();
  void errorsHaveThePlaceAndARemedy();
};

namespace {

GgufCursor cursorOf(const std::string& bytes) {
  return {std::as_bytes(std::span(bytes)), "m.gguf"};
}

}  // namespace

void TestGgufCursor::numbersAreLittleEndianAndUnaligned() {
  const std::string bytes = "\x07\x01\x02\x00\x00\x00\x00\x80\x3F\xFE\xFF"s;
  GgufCursor cursor = cursorOf(bytes);
  QCOMPARE(cursor.number<std::uint8_t>(), std::uint8_t{7});
  QCOMPARE(cursor.number<std::uint32_t>(), std::uint32_t{0x0201});
  QCOMPARE(cursor.at(), std::size_t{5});
  QCOMPARE(cursor.remaining(), std::size_t{6});
  QCOMPARE(cursor.number<float>(), 1.0F);
  QCOMPARE(cursor.number<std::int16_t>(), std::int16_t{-2});
  QVERIFY(cursor.good());
  QCOMPARE(cursor.remaining(), std::size_t{0});
}

void TestGgufCursor::texts() {
  const std::string bytes = ggufText("") + ggufText("naïve \0 text"s) + "!";
  GgufCursor cursor = cursorOf(bytes);
  QCOMPARE(cursor.text(), std::string_view(""));
  QCOMPARE(cursor.text(), std::string_view("naïve \0 text"s));
  QVERIFY(cursor.good());
  QCOMPARE(cursor.remaining(), std::size_t{1});
}

void TestGgufCursor::numberBeyondTheEnd() {
  const std::string bytes = "abc";
  GgufCursor cursor = cursorOf(bytes);
  QCOMPARE(cursor.number<std::uint32_t>(), std::uint32_t{0});
  QVERIFY(!cursor.good());
  const Error error = cursor.takeError();
  QVERIFY(isInputError(error, GgufError::truncated));
  QCOMPARE(error.problem, "the file ends after 3 bytes, where 4 were to follow 0"s);
}

void TestGgufCursor::textBeyondTheEnd() {
  const std::string bytes = ggufText("four").substr(0, 11);
  GgufCursor cursor = cursorOf(bytes);
  QCOMPARE(cursor.text(), std::string_view(""));
  const Error error = cursor.takeError();
  QVERIFY(isInputError(error, GgufError::truncated));
  QCOMPARE(error.problem, "the file ends after 11 bytes, where 4 were to follow 8"s);
}

// Lengths that wrap round when something is added to them are no way out of the file.
void TestGgufCursor::textOfEveryLength_data() {
  QTest::addColumn<quint64>("length");
  QTest::newRow("one more than there is") << quint64{5};
  QTest::newRow("63 bits") << (quint64{1} << 63U) - 1;
  QTest::newRow("the sign") << (quint64{1} << 63U);
  QTest::newRow("-8") << ~quint64{7};
  QTest::newRow("-1") << ~quint64{0};
}

void TestGgufCursor::textOfEveryLength() {
  QFETCH(quint64, length);
  const std::string bytes = ggufNumber(length) + "four";
  GgufCursor cursor = cursorOf(bytes);
  QCOMPARE(cursor.text(), std::string_view(""));
  QVERIFY(isInputError(cursor.takeError(), GgufError::truncated));
}

void TestGgufCursor::textThatIsNotUtf8() {
  const std::string bytes = ggufText("caf\xE9!");
  GgufCursor cursor = cursorOf(bytes);
  QCOMPARE(cursor.text(), std::string_view(""));
  const Error error = cursor.takeError();
  QVERIFY(isInputError(error, GgufError::notUtf8));
  QCOMPARE(error.problem, "byte 3 of a text of 5 is not UTF-8"s);
}

// Of a file that is nearly all hole, so that the test takes no memory either.
void TestGgufCursor::textsTogetherAreLimited() {
  const TestFolder folder;
  const auto path = folder.write("m.gguf", ggufText("abc") + ggufNumber(kMostGgufText - 2));
  std::filesystem::resize_file(path, kMostGgufText + 1000);
  const auto file = MappedFile::open(path);
  QVERIFY(file);
  GgufCursor cursor(file->bytes(), "m.gguf");
  QCOMPARE(cursor.text(), std::string_view("abc"));
  QCOMPARE(cursor.text(), std::string_view(""));
  const Error error = cursor.takeError();
  QVERIFY(isInputError(error, GgufError::tooMuchText));
  QCOMPARE(error.problem, "the texts up to here have 268435457 bytes; at most 268435456 are read"s);
}

void TestGgufCursor::counts() {
  const std::string bytes = ggufNumber(std::uint64_t{2}) + std::string(7, 'x');
  GgufCursor cursor = cursorOf(bytes);
  QCOMPARE(cursor.count(3, "things", GgufError::tooManyEntries), std::uint64_t{2});
  QVERIFY(cursor.good());
}

void TestGgufCursor::countBeyondTheFile() {
  for (const std::uint64_t count : {std::uint64_t{3}, ~std::uint64_t{0}, std::uint64_t{1} << 63U}) {
    const std::string bytes = ggufNumber(count) + std::string(8, 'x');
    GgufCursor cursor = cursorOf(bytes);
    QCOMPARE(cursor.count(3, "things", GgufError::tooManyElements), std::uint64_t{0});
    const Error error = cursor.takeError();
    QVERIFY(isInputError(error, GgufError::tooManyElements));
    QCOMPARE(error.problem, "says that it has " + std::to_string(count) +
                                " things; the 8 bytes that follow have no room for them");
  }
}

void TestGgufCursor::theFirstErrorStays() {
  const std::string bytes = "abc";
  GgufCursor cursor = cursorOf(bytes);
  cursor.fail(GgufError::badKey, "first");
  cursor.fail(GgufError::badFlag, "second");
  cursor.number<std::uint64_t>();
  const Error error = cursor.takeError();
  QVERIFY(error.code == GgufError::badKey);
  QCOMPARE(error.problem, "first"s);
}

void TestGgufCursor::afterAnErrorValuesAreEmpty() {
  const std::string bytes = ggufText("four");
  GgufCursor cursor = cursorOf(bytes);
  cursor.fail(GgufError::badKey, "first");
  QCOMPARE(cursor.number<std::uint64_t>(), std::uint64_t{0});
  QCOMPARE(cursor.text(), std::string_view(""));
  QCOMPARE(cursor.count(1, "things", GgufError::tooManyEntries), std::uint64_t{0});
  QCOMPARE(cursor.at(), std::size_t{0});
}

void TestGgufCursor::errorsHaveThePlaceAndARemedy() {
  GgufCursor cursor = cursorOf("");
  cursor.setPlace("metadata 'x'");
  cursor.fail(GgufError::badKey, "is bad");
  QCOMPARE(describe(cursor.takeError()),
           "m.gguf: metadata 'x': is bad. It is damaged or no GGUF file of versions 2 or 3: get it "
           "again."s);
  GgufCursor other = cursorOf("");
  other.fail(GgufError::badKey, "is bad", "Do something");
  QCOMPARE(describe(other.takeError()), "m.gguf: is bad. Do something."s);
}

HEADSCOPE_TEST(TestGgufCursor)

}  // namespace headscope::test_gguf_cursor

#include "test_gguf_cursor.moc"
