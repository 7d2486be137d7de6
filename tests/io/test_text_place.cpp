#include <string>

#include <QTest>

#include "io/text_place.h"
#include "test_class.h"

namespace headscope::test_text_place {

using namespace std::string_literals;

class TestTextPlace : public QObject {
  Q_OBJECT
 private slots:
  void countsLinesAndColumnsFromOne();
  void countsCharactersNotBytes();
  void knowsEveryLineEnd();
  void clampsToTheEnd();
  void quotesAsIs();
  void quotesControlCharactersAndBadBytes();
  void cutsLongTextBetweenCharacters();
};

void TestTextPlace::countsLinesAndColumnsFromOne() {
  QCOMPARE(lineAndColumn("abc\ndef", 0), "line 1, column 1"s);
  QCOMPARE(lineAndColumn("abc\ndef", 3), "line 1, column 4"s);
  QCOMPARE(lineAndColumn("abc\ndef", 4), "line 2, column 1"s);
  QCOMPARE(lineAndColumn("abc\ndef", 6), "line 2, column 3"s);
}

void TestTextPlace::countsCharactersNotBytes() {
  QCOMPARE(lineAndColumn("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80x", 9), "line 1, column 4"s);
}

void TestTextPlace::knowsEveryLineEnd() {
  QCOMPARE(lineAndColumn("a\r\nb", 1), "line 1, column 2"s);
  QCOMPARE(lineAndColumn("a\r\nb", 2), "line 1, column 3"s);
  QCOMPARE(lineAndColumn("a\r\nb", 3), "line 2, column 1"s);
  QCOMPARE(lineAndColumn("a\rb\n\nc", 5), "line 4, column 1"s);
}

void TestTextPlace::clampsToTheEnd() {
  QCOMPARE(lineAndColumn("", 0), "line 1, column 1"s);
  QCOMPARE(lineAndColumn("a\nbc", 99), "line 2, column 3"s);
}

void TestTextPlace::quotesAsIs() {
  QCOMPARE(inQuotes("caf\xC3\xA9"), "'caf\xC3\xA9'"s);
  QCOMPARE(inQuotes(""), "''"s);
}

void TestTextPlace::quotesControlCharactersAndBadBytes() {
  QCOMPARE(inQuotes("a\nb\0\x7F\xFF\xC3"s), "'a\\x0Ab\\x00\\x7F\\xFF\\xC3'"s);
  QCOMPARE(inQuotes("\xE2\x82"), "'\\xE2\\x82'"s);
  QCOMPARE(inQuotes("\x80\x80\x80\x80\x80"), "'\\x80\\x80\\x80\\x80\\x80'"s);
}

void TestTextPlace::cutsLongTextBetweenCharacters() {
  QCOMPARE(inQuotes(std::string(100, 'a')), "'" + std::string(100, 'a') + "'");
  QCOMPARE(inQuotes(std::string(99, 'a') + "\xC3\xA9z"),
           "'" + std::string(99, 'a') + "\xC3\xA9\xE2\x80\xA6'");
}

HEADSCOPE_TEST(TestTextPlace)

}  // namespace headscope::test_text_place

#include "test_text_place.moc"
