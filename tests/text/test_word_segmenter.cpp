#include <QTest>

#include "test_class.h"
#include "text/shown.h"
#include "text/text_error.h"
#include "text/word_segmenter.h"

namespace headscope::test_word_segmenter {

class TestWordSegmenter : public QObject {
  Q_OBJECT
 private slots:
  void segments_data();
  void segments();
  void countsDistinctWords();
  void cutsAtTheLimit();
  void refusesInvalidUtf8();
};

void TestWordSegmenter::segments_data() {
  textColumns({"typed", "expected"});
  textRow("nothing", {"", ""});
  textRow("white space", {" \t\n\u3000", ""});
  textRow("English", {"The animal didn't.", "The:0-3 animal:4-10 didn't:11-17 .:17-18"});
  textRow("numbers", {"3.14 x", "3.14:0-4 x:5-6"});
  textRow("Chinese", {"我喜欢的水果是苹果", "我:0-1 喜欢:1-3 的:3-4 水果:4-6 是:6-7 苹果:7-9"});
  textRow("mixed", {"mixed 水果 and苹果!", "mixed:0-5 水果:6-8 and:9-12 苹果:12-14 !:14-15"});
  textRow("Thai", {"สวัสดีครับ", "สวัสดี:0-6 ครับ:6-10"});
  textRow("combining marks count as they are typed", {"e\u0301 a", "e\u0301:0-2 a:3-4"});
  textRow("an emoji is one", {"👩\u200D👧 x", "👩\u200D👧:0-3 x:4-5"});
}

void TestWordSegmenter::segments() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  const auto encoding = segmentWords(typed.toStdString());
  QVERIFY(encoding);
  QCOMPARE(shown(encoding->tokens), expected);
  QVERIFY(!encoding->cut);
}

void TestWordSegmenter::countsDistinctWords() {
  const auto encoding = segmentWords("the cat, the dog, The");
  QStringList numbers;
  for (const Token& token : encoding->tokens) {
    numbers += QStringLiteral("%1/%2").arg(token.id).arg(token.word);
  }
  QCOMPARE(numbers.join(QLatin1Char(' ')), QStringLiteral("0/0 1/1 2/2 0/3 3/4 2/5 4/6"));
}

void TestWordSegmenter::cutsAtTheLimit() {
  const auto encoding = segmentWords("é  the cat sat", 2);
  QCOMPARE(shown(encoding->tokens), QStringLiteral("é:0-1 the:3-6"));
  QVERIFY(encoding->cut);
  QCOMPARE(encoding->cut->tokensKept, 2);
  QCOMPARE(encoding->cut->tokensTotal, 4);
  QCOMPARE(encoding->cut->codePoint, 7);
  QVERIFY(!segmentWords("é  the cat sat", 4)->cut);
}

void TestWordSegmenter::refusesInvalidUtf8() {
  const auto encoding = segmentWords("é\xFF");
  QVERIFY(!encoding);
  QVERIFY(encoding.error().code == TextError::invalidUtf8);
  QVERIFY(describe(encoding.error()).find("byte 2") != std::string::npos);
}

HEADSCOPE_TEST(TestWordSegmenter)

}  // namespace headscope::test_word_segmenter

#include "test_word_segmenter.moc"
