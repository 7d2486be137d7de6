#include <QTest>

#include "test_class.h"
#include "text/bert_normalizer.h"
#include "text/shown.h"

namespace headscope::test_bert_normalizer {

class TestBertNormalizer : public QObject {
  Q_OBJECT
 private slots:
  void normalizes_data();
  void normalizes();
  void doesNothingWithoutOptions();
};

void TestBertNormalizer::normalizes_data() {
  // options: c(lean), h(an), s(trip), l(owercase)
  textColumns({"options", "typed", "expected", "spans"});
  textRow("nothing typed", {"chsl", "", "", ""});
  textRow("control characters go",
          {"c", "a\x01\u007F\u200B\u00AD\uFEFF\uFFFD\uE000z", "az", "0-1 8-9"});
  textRow("white space becomes a space",
          {"c", "a\t\r\n\u00A0\u3000\u2028z", "a      z", "0-1 1-2 2-3 3-4 4-5 5-6 6-7 7-8"});
  textRow("vertical tab, form feed and next line go", {"c", "a\v\f\u0085z", "az", "0-1 4-5"});
  textRow("unassigned characters stay", {"c", "a\u0378z", "a\u0378z", "0-1 1-2 2-3"});
  textRow("an emoji's joiners go", {"c", "👩\u200D👧", "👩👧", "0-1 2-3"});
  textRow("spaces round Chinese", {"h", "a你b", "a 你 b", "0-1 1-2 1-2 1-2 2-3"});
  textRow("not round kana and hangul", {"h", "カ한", "カ한", "0-1 1-2"});
  textRow("upstream's gap in the Chinese ranges",
          {"h", "\U0002B820\U0002B91F\U0002B920", "\U0002B820\U0002B91F \U0002B920 ",
           "0-1 1-2 2-3 2-3 2-3"});
  textRow("accents go", {"s", "Ünï", "Uni", "0-1 1-2 2-3"});
  textRow("typed marks go and leave a gap", {"s", "e\u0301\u0323x", "ex", "0-1 3-4"});
  textRow("only marks of Unicode 8 go", {"s", "a\u08D4", "a\u08D4", "0-1 1-2"});
  textRow("hangul falls apart", {"s", "한", "\u1112\u1161\u11AB", "0-1 0-1 0-1"});
  textRow("lower case", {"l", "ÀΣ", "àσ", "0-1 1-2"});
  textRow("a capital that becomes two", {"l", "İx", "i\u0307x", "0-1 0-1 1-2"});
  textRow("and one when accents go", {"sl", "İx", "ix", "0-1 1-2"});
  textRow("all", {"chsl", "Çà\t猫", "ca  猫 ", "0-1 1-2 2-3 3-4 3-4 3-4"});
}

void TestBertNormalizer::normalizes() {
  QFETCH(QString, options);
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QFETCH(QString, spans);
  const BertNormalizer normalizer({.cleanText = options.contains(QLatin1Char('c')),
                                   .handleChineseChars = options.contains(QLatin1Char('h')),
                                   .stripAccents = options.contains(QLatin1Char('s')),
                                   .lowercase = options.contains(QLatin1Char('l'))});
  AlignedText text = aligned(typed);
  normalizer.normalize(text);
  QCOMPARE(shown(text), expected);
  QCOMPARE(shownSpans(text), spans);
}

void TestBertNormalizer::doesNothingWithoutOptions() {
  const QString typed = QStringLiteral("A\tÉ你\u0001e\u0301");
  AlignedText text = aligned(typed);
  BertNormalizer(
      {.cleanText = false, .handleChineseChars = false, .stripAccents = false, .lowercase = false})
      .normalize(text);
  QCOMPARE(shown(text), typed);
}

HEADSCOPE_TEST(TestBertNormalizer)

}  // namespace headscope::test_bert_normalizer

#include "test_bert_normalizer.moc"
