#include <QTest>

#include "test_class.h"
#include "text/shown.h"
#include "text/word_piece.h"

namespace headscope::test_word_piece {

class TestWordPiece : public QObject {
  Q_OBJECT
 private slots:
  void tokenizes_data();
  void tokenizes();
  void givesIdsOfTheVocabulary();
  void takesPiecesOfTheLongestLength();
  void countsCodePoints();
  void appends();
  void aLongWordDoesNotTakeForever();
};

namespace {

WordPiece model(int maxCharsPerWord = 100, const std::string& prefix = "##") {
  return {
      {{"[UNK]", 0},
       {"un", 1},
       {"una", 2},
       {"##aff", 3},
       {"##able", 4},
       {"##ff", 5},
       {"##a", 6},
       {"é", 7},
       {"##é", 8},
       {"##unable", 9}},
      {.unknownToken = "[UNK]", .continuingPrefix = prefix, .maxCharsPerWord = maxCharsPerWord}};
}

std::vector<Token> tokensOf(const WordPiece& model, const QString& typed) {
  std::vector<Token> tokens;
  model.tokenize(aligned(typed), tokens);
  return tokens;
}

}  // namespace

void TestWordPiece::tokenizes_data() {
  textColumns({"typed", "expected"});
  textRow("whole", {"un", "un:0-2"});
  // Not un + ##aff + ##able: the longest piece comes first.
  textRow("longest first", {"unaffable", "una:0-3 ##ff:3-5 ##able:5-9"});
  textRow("one step finds nothing", {"unx", "[UNK]:0-3"});
  textRow("the first step finds nothing", {"xun", "[UNK]:0-3"});
  textRow("no way back from a long piece", {"unab", "[UNK]:0-4"});
  textRow("a continuing piece is no beginning", {"able", "[UNK]:0-4"});
  textRow("a beginning is no continuing piece", {"unun", "[UNK]:0-4"});
  textRow("a typed prefix is no continuing piece", {"##a", "##a:0-3"});
  textRow("characters of two bytes", {"éé", "é:0-1 ##é:1-2"});
}

void TestWordPiece::tokenizes() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QCOMPARE(shown(tokensOf(model(), typed)), expected);
}

void TestWordPiece::givesIdsOfTheVocabulary() {
  const auto tokens = tokensOf(model(), QStringLiteral("unaffable"));
  QCOMPARE(tokens.size(), 3u);
  QCOMPARE(tokens[0].id, 2);
  QCOMPARE(tokens[1].id, 5);
  QCOMPARE(tokens[2].id, 4);
  QCOMPARE(tokensOf(model(), QStringLiteral("x")).at(0).id, 0);
  QCOMPARE(model().idOf("##a"), 6);
  QCOMPARE(model().idOf("a"), -1);
  QCOMPARE(model().textOf(6), std::string("##a"));
  QCOMPARE(model().textOf(10), std::string());
  QCOMPARE(model().vocabularySize(), 10);
}

void TestWordPiece::takesPiecesOfTheLongestLength() {
  QCOMPARE(shown(tokensOf(model(4), QStringLiteral("unaa"))), QStringLiteral("una:0-3 ##a:3-4"));
  QCOMPARE(shown(tokensOf(model(3), QStringLiteral("unaa"))), QStringLiteral("[UNK]:0-4"));
}

void TestWordPiece::countsCodePoints() {
  QCOMPARE(shown(tokensOf(model(2), QStringLiteral("éé"))), QStringLiteral("é:0-1 ##é:1-2"));
}

void TestWordPiece::appends() {
  std::vector<Token> tokens;
  model().tokenize(aligned(QStringLiteral("un")), tokens);
  model().tokenize(aligned(QStringLiteral("unx")), tokens);
  QCOMPARE(shown(tokens), QStringLiteral("un:0-2 [UNK]:0-3"));
}

// Every step looks for the longest piece first: without a limit a word of 20000 characters takes
// the cube of that.
void TestWordPiece::aLongWordDoesNotTakeForever() {
  const WordPiece twos{
      {{"[UNK]", 0}, {"aa", 1}, {"##aa", 2}},
      {.unknownToken = "[UNK]", .continuingPrefix = "##", .maxCharsPerWord = 20000}};
  const std::vector<Token> tokens = tokensOf(twos, QString("a").repeated(20000));
  QCOMPARE(tokens.size(), std::size_t{10000});
  QCOMPARE(tokens.back().id, 2);
  QCOMPARE(tokens.back().span, (TextSpan{19998, 20000}));
}

HEADSCOPE_TEST(TestWordPiece)

}  // namespace headscope::test_word_piece

#include "test_word_piece.moc"
