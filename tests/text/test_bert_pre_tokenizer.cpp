#include <QTest>

#include "text/bert_pre_tokenizer.h"
#include "text/shown.h"

using namespace headscope;

class TestBertPreTokenizer : public QObject {
  Q_OBJECT
 private slots:
  void splits_data();
  void splits();
};

void TestBertPreTokenizer::splits_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<QString>("expected");  // pieces with a bar between them
  QTest::addColumn<QString>("spans");
  const auto row = [](const char* name, const char* typed, const char* expected,
                      const char* spans) {
    QTest::newRow(name) << QString::fromUtf8(typed) << QString::fromUtf8(expected)
                        << QString::fromUtf8(spans);
  };
  row("nothing", "", "", "");
  row("only white space", " \t\u3000", "", "");
  row("words", " ab  c ", "ab|c", "1-3 5-6");
  row("every kind of white space", "a\vb\u0085c\u00A0d\u1680e\u2003f\u2028g\u202Fh\u205Fi",
      "a|b|c|d|e|f|g|h|i", "0-1 2-3 4-5 6-7 8-9 10-11 12-13 14-15 16-17");
  row("a zero-width space is none", "a\u200Bb", "a\u200Bb", "0-3");
  row("punctuation stands alone", "it's..", "it|'|s|.|.", "0-2 2-3 3-4 4-5 5-6");
  row("ASCII symbols are punctuation", "a+b$", "a|+|b|$", "0-1 1-2 2-3 3-4");
  row("other symbols are not", "5€©", "5€©", "0-3");
  row("other punctuation is", "«x»。", "«|x|»|。", "0-1 1-2 2-3 3-4");
  row("but not Unicode 9's", "a\u2E43", "a\u2E43", "0-2");
}

void TestBertPreTokenizer::splits() {
  QFETCH(QString, typed);
  QStringList pieces;
  QStringList spans;
  for (const AlignedText& piece : BertPreTokenizer().split(aligned(typed))) {
    pieces += shown(piece);
    spans += shown(spanOf(piece));
  }
  QTEST(pieces.join(QLatin1Char('|')), "expected");
  QTEST(spans.join(QLatin1Char(' ')), "spans");
}

QTEST_GUILESS_MAIN(TestBertPreTokenizer)
#include "test_bert_pre_tokenizer.moc"
