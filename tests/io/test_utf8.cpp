#include <string>

#include <QTest>

#include "io/utf8.h"
#include "test_class.h"

namespace headscope::test_utf8 {

using namespace std::string_literals;

class TestUtf8 : public QObject {
  Q_OBJECT
 private slots:
  void acceptsEveryLengthUpToTheLastCodePoint();
  void refusesIllFormedSequences_data();
  void refusesIllFormedSequences();
  void findsTheByteWhereverItLies();
  void acceptsEveryCodePointAndNoSurrogate();
};

void TestUtf8::acceptsEveryLengthUpToTheLastCodePoint() {
  QVERIFY(!firstInvalidUtf8(""));
  QVERIFY(!firstInvalidUtf8("plain text, longer than eight bytes"));
  QVERIFY(!firstInvalidUtf8("a\0b"s));
  QVERIFY(!firstInvalidUtf8("\xC2\x80\xDF\xBF"));
  QVERIFY(!firstInvalidUtf8("\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"));
  QVERIFY(!firstInvalidUtf8("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));
}

void TestUtf8::refusesIllFormedSequences_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("lone continuation") << QByteArray("\x80");
  QTest::newRow("last continuation") << QByteArray("\xBF");
  QTest::newRow("overlong two") << QByteArray("\xC0\x80");
  QTest::newRow("overlong slash") << QByteArray("\xC1\xAF");
  QTest::newRow("overlong three") << QByteArray("\xE0\x9F\xBF");
  QTest::newRow("overlong four") << QByteArray("\xF0\x8F\xBF\xBF");
  QTest::newRow("first surrogate") << QByteArray("\xED\xA0\x80");
  QTest::newRow("last surrogate") << QByteArray("\xED\xBF\xBF");
  QTest::newRow("beyond U+10FFFF") << QByteArray("\xF4\x90\x80\x80");
  QTest::newRow("lead F5") << QByteArray("\xF5\x80\x80\x80");
  QTest::newRow("FE") << QByteArray("\xFE");
  QTest::newRow("FF") << QByteArray("\xFF");
  QTest::newRow("two cut") << QByteArray("\xC3");
  QTest::newRow("three cut") << QByteArray("\xE2\x82");
  QTest::newRow("four cut") << QByteArray("\xF0\x9F\x98");
  QTest::newRow("two with ASCII") << QByteArray("\xC3(");
  QTest::newRow("three with ASCII") << QByteArray("\xE2\x82(");
  QTest::newRow("four with ASCII") << QByteArray("\xF0\x9F\x98(");
  QTest::newRow("four with a lead") << QByteArray("\xF0\x9F\xC3\xA9");
}

void TestUtf8::refusesIllFormedSequences() {
  QFETCH(QByteArray, bytes);
  const std::string bad = bytes.toStdString();
  QCOMPARE(firstInvalidUtf8(bad), std::size_t{0});
  QCOMPARE(firstInvalidUtf8("caf\xC3\xA9 " + bad), std::size_t{6});
  QCOMPARE(firstInvalidUtf8(bad + " and more text after it"), std::size_t{0});
}

void TestUtf8::findsTheByteWhereverItLies() {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string text(40, 'x');
    text[at] = '\xFF';
    QCOMPARE(firstInvalidUtf8(text), at);
  }
}

void TestUtf8::acceptsEveryCodePointAndNoSurrogate() {
  for (unsigned point = 0x800; point <= 0xFFFF; ++point) {
    const std::string text{static_cast<char>(0xE0U | (point >> 12U)),
                           static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)),
                           static_cast<char>(0x80U | (point & 0x3FU))};
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    QCOMPARE(firstInvalidUtf8(text).has_value(), surrogate);
  }
}

HEADSCOPE_TEST(TestUtf8)

}  // namespace headscope::test_utf8

#include "test_utf8.moc"
