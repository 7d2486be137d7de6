#include <QTest>

#include "text/canonical_decomposition.h"
#include "text/shown.h"

using namespace headscope;

class TestCanonicalDecomposition : public QObject {
  Q_OBJECT
 private slots:
  void decomposes_data();
  void decomposes();
};

void TestCanonicalDecomposition::decomposes_data() {
  textColumns({"typed", "expected", "spans"});
  textRow("nothing", {"", "", ""});
  textRow("plain", {"ab", "ab", "0-1 1-2"});
  textRow("a letter in two", {"é", "e\u0301", "0-1 0-1"});
  textRow("a letter in three", {"ậ", "a\u0323\u0302", "0-1 0-1 0-1"});
  textRow("hangul", {"각", "\u1100\u1161\u11A8", "0-1 0-1 0-1"});
  textRow("one for one", {"Å", "A\u030A", "0-1 0-1"});  // the angstrom sign
  textRow("no compatibility", {"ﬁ²", "ﬁ²", "0-1 1-2"});
  textRow("beyond the first plane", {"\U0001109A", "\U00011099\U000110BA", "0-1 0-1"});
  // The mark below (class 220) comes before the one above (230); ranges keep the typed order.
  textRow("marks in order", {"e\u0301\u0323", "e\u0323\u0301", "0-1 1-2 2-3"});
  textRow("a letter's mark after a typed one", {"é\u0323x", "e\u0323\u0301x", "0-1 1-2 1-2 2-3"});
  textRow("equal classes stay", {"a\u0301\u0300", "a\u0301\u0300", "0-1 1-2 2-3"});
  textRow("a mark first", {"\u0301\u0323", "\u0323\u0301", "0-1 1-2"});
  // U+1DFA (class 218) came with Unicode 14: for the older tables it is no mark.
  textRow("a mark newer than the tables", {"a\u0301\u1DFA", "a\u0301\u1DFA", "0-1 1-2 2-3"});
}

void TestCanonicalDecomposition::decomposes() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QFETCH(QString, spans);
  AlignedText text = aligned(typed);
  decomposeCanonically(text);
  QCOMPARE(shown(text), expected);
  QCOMPARE(shownSpans(text), spans);
}

QTEST_GUILESS_MAIN(TestCanonicalDecomposition)
#include "test_canonical_decomposition.moc"
