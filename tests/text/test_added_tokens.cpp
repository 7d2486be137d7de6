#include <QTest>

#include "test_class.h"
#include "text/added_tokens.h"
#include "text/shown.h"

namespace headscope::test_added_tokens {

class TestAddedTokens : public QObject {
  Q_OBJECT
 private slots:
  void finds_data();
  void finds();
  void keepsPlaces();
  void saysWhichTokenItFound();
};

namespace {

// "word" only where no letter touches it, "left" and "right" with white space on their side.
AddedTokens tokens() {
  return AddedTokens({{.id = 1, .content = "<a>"},
                      {.id = 2, .content = "<a><b>"},
                      {.id = 3, .content = "word", .singleWord = true},
                      {.id = 4, .content = "left", .leftStrip = true},
                      {.id = 5, .content = "right", .rightStrip = true},
                      {.id = 6, .content = "lone", .singleWord = true, .leftStrip = true},
                      {.id = 7, .content = "\n"},
                      {.id = 8, .content = "you"},
                      {.id = 9, .content = "your"},
                      {.id = 10, .content = " x"},
                      {.id = 11, .content = " y", .leftStrip = true}});
}

// "x[<a>]": found tokens in brackets, parts with a bar between them.
QString shown(const std::vector<TextPart>& parts) {
  QStringList texts;
  for (const TextPart& part : parts) {
    const QString text = headscope::shown(part.text);
    texts += part.added == nullptr ? text : QStringLiteral("[%1]").arg(text);
  }
  return texts.join(QLatin1Char('|'));
}

}  // namespace

void TestAddedTokens::finds_data() {
  textColumns({"typed", "expected"});
  textRow("nothing typed", {"", ""});
  textRow("none", {"abc", "abc"});
  textRow("alone", {"<a>", "[<a>]"});
  textRow("inside a word", {"x<a>y", "x|[<a>]|y"});
  textRow("in a row", {"<a><a>", "[<a>]|[<a>]"});
  textRow("longest first", {"<a><b>", "[<a><b>]"});
  textRow("longest first, whatever the order", {"your", "[your]"});
  textRow("leftmost before longest", {"yyou", "y|[you]"});
  textRow("half of one", {"<a", "<a"});
  textRow("exactly as it is written", {"<A>", "<A>"});
  textRow("single word alone", {"word", "[word]"});
  textRow("single word beside punctuation", {"(word).", "(|[word]|)."});
  textRow("not before a letter", {"wordé", "wordé"});
  textRow("not after a digit", {"7word", "7word"});
  textRow("not beside an underscore", {"word_", "word_"});
  textRow("not beside a mark", {"word\u0301", "word\u0301"});
  textRow("not beside another", {"wordword", "wordword"});
  textRow("white space on the left", {"a \t left b", "a|[ \t left]| b"});
  textRow("white space on the right", {"a right \u3000b", "a |[right \u3000]|b"});
  textRow("white space is taken once", {"right  left", "[right  ]|[left]"});
  textRow("single word and white space", {"a  lone b", "a|[  lone]| b"});
  textRow("white space that is a token of its own", {"left\nleft", "[left]|[\n]|[left]"});
  textRow("white space that another took", {"right x", "[right ]|[ x]"});
  textRow("white space that another took from the left", {"right yz", "[right ]|[y]|z"});
  // Unicode 16's capital U+1C89 and Unicode 17's small letter U+A7CF.
  textRow("not beside a letter as new as upstream's", {"\u1C89word", "\u1C89word"});
  textRow("beside a letter that is newer", {"\uA7CFword", "\uA7CF|[word]"});
}

void TestAddedTokens::finds() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QCOMPARE(shown(tokens().split(aligned(typed))), expected);
}

void TestAddedTokens::keepsPlaces() {
  const auto parts = tokens().split(aligned(QStringLiteral("é  left<a>z")));
  QCOMPARE(parts.size(), 4u);
  QCOMPARE(headscope::shown(spanOf(parts[0].text)), QStringLiteral("0-1"));
  QCOMPARE(headscope::shown(spanOf(parts[1].text)), QStringLiteral("1-7"));
  QCOMPARE(headscope::shown(spanOf(parts[2].text)), QStringLiteral("7-10"));
  QCOMPARE(headscope::shown(spanOf(parts[3].text)), QStringLiteral("10-11"));
}

void TestAddedTokens::saysWhichTokenItFound() {
  const AddedTokens added = tokens();
  const auto parts = added.split(aligned(QStringLiteral("yourx<a>")));
  QCOMPARE(parts.size(), 3u);
  QCOMPARE(parts[0].added->id, 9);
  QVERIFY(parts[1].added == nullptr);
  QCOMPARE(parts[2].added->id, 1);
}

HEADSCOPE_TEST(TestAddedTokens)

}  // namespace headscope::test_added_tokens

#include "test_added_tokens.moc"
