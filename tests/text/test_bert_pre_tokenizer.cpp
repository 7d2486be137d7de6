#include <QTest>

#include "test_class.h"
#include "text/bert_pre_tokenizer.h"
#include "text/shown.h"

namespace headscope::test_bert_pre_tokenizer {

class TestBertPreTokenizer : public QObject {
  Q_OBJECT
 private slots:
  void splits_data();
  void splits();
};

void TestBertPreTokenizer::splits_data() {
  // expected: pieces with a bar between them
  textColumns({"typed", "expected", "spans"});
  textRow("nothing", {"", "", ""});
  textRow("only white space", {" \t\u3000", "", ""});
  textRow("words", {" ab  c ", "ab|c", "1-3 5-6"});
  textRow("every kind of white space",
          {"a\vb\u0085c\u00A0d\u1680e\u2003f\u2028g\u202Fh\u205Fi", "a|b|c|d|e|f|g|h|i",
           "0-1 2-3 4-5 6-7 8-9 10-11 12-13 14-15 16-17"});
  textRow("a zero-width space is none", {"a\u200Bb", "a\u200Bb", "0-3"});
  textRow("punctuation stands alone", {"it's..", "it|'|s|.|.", "0-2 2-3 3-4 4-5 5-6"});
  textRow("ASCII symbols are punctuation", {"a+b$", "a|+|b|$", "0-1 1-2 2-3 3-4"});
  textRow("other symbols are not", {"5€©", "5€©", "0-3"});
  textRow("other punctuation is", {"«x»。", "«|x|»|。", "0-1 1-2 2-3 3-4"});
  textRow("but not Unicode 9's", {"a\u2E43", "a\u2E43", "0-2"});
}

void TestBertPreTokenizer::splits() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QFETCH(QString, spans);
  QStringList pieces;
  QStringList ranges;
  for (const AlignedText& piece : BertPreTokenizer().split(aligned(typed))) {
    pieces += shown(piece);
    ranges += shown(spanOf(piece));
  }
  QCOMPARE(pieces.join(QLatin1Char('|')), expected);
  QCOMPARE(ranges.join(QLatin1Char(' ')), spans);
}

HEADSCOPE_TEST(TestBertPreTokenizer)

}  // namespace headscope::test_bert_pre_tokenizer

#include "test_bert_pre_tokenizer.moc"
