#include <QTest>

#include "test_class.h"
#include "text/canonical_forms.h"
#include "text/shown.h"

namespace headscope::test_canonical_forms {

class TestCanonicalForms : public QObject {
  Q_OBJECT
 private slots:
  void decomposes_data();
  void decomposes();
  void composes_data();
  void composes();
};

void TestCanonicalForms::decomposes_data() {
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

void TestCanonicalForms::decomposes() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QFETCH(QString, spans);
  AlignedText text = aligned(typed);
  decomposeCanonically(text);
  QCOMPARE(shown(text), expected);
  QCOMPARE(shownSpans(text), spans);
}

void TestCanonicalForms::composes_data() {
  textColumns({"typed", "expected", "spans"});
  textRow("nothing", {"", "", ""});
  textRow("plain", {"ab", "ab", "0-1 1-2"});
  textRow("as it was", {"éx", "éx", "0-1 1-2"});
  textRow("two in one", {"e\u0301x", "éx", "0-1 2-3"});
  textRow("three in one", {"a\u0323\u0302", "ậ", "0-1"});
  textRow("hangul", {"\u1100\u1161\u11A8", "각", "0-1"});
  textRow("one for one", {"Å", "Å", "0-1"});
  textRow("a mark between", {"e\u0323\u0301", "ẹ\u0301", "0-1 2-3"});
  textRow("blocked", {"a\u0315\u0300", "à\u0315", "0-1 2-3"});
  textRow("a mark without a letter", {"\u0301a", "\u0301a", "0-1 1-2"});
  textRow("not across a letter", {"e x\u0301", "e x\u0301", "0-1 1-2 2-3 3-4"});
  // A composed letter stands for the first typed ones, whichever its mark came from.
  textRow("marks that change places", {"i\u0323\u0309\u0331", "ị\u0331\u0309", "0-1 2-3 3-4"});
}

void TestCanonicalForms::composes() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QFETCH(QString, spans);
  AlignedText text = aligned(typed);
  composeCanonically(text);
  QCOMPARE(shown(text), expected);
  QCOMPARE(shownSpans(text), spans);
}

HEADSCOPE_TEST(TestCanonicalForms)

}  // namespace headscope::test_canonical_forms

#include "test_canonical_forms.moc"
