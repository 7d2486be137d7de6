#include <QTest>

#include "test_class.h"
#include "text/token_words.h"

namespace headscope::test_token_words {

class TestTokenWords : public QObject {
  Q_OBJECT
 private slots:
  void oneWordOfThePreTokenizerIsOneWord();
  void aSpaceBeginsAWord();
  void specialTokensAndIdsStandAlone();
  void wordPiecesAreJoinedWithoutTheirPrefix();
  void aTypedNumberSignStays();
  void bytesBecomeCharacters();
  void aSingleTokenStaysWhatItIs();
};

void TestTokenWords::oneWordOfThePreTokenizerIsOneWord() {
  const Token un{.text = "un", .span = {0, 2}, .word = 3};
  const Token believable{.text = "##believable", .span = {2, 12}, .word = 3};
  const Token next{.text = "token", .span = {13, 18}, .word = 4};
  QVERIFY(continuesWord(un, believable));
  QVERIFY(!continuesWord(believable, next));
}

// A tokenizer that does not cut a text before its model sees it: all is one piece.
void TestTokenWords::aSpaceBeginsAWord() {
  const Token it{.text = "▁it", .span = {0, 2}, .word = 0, .readable = " it"};
  const Token was{.text = "▁was", .span = {2, 6}, .word = 0, .readable = " was"};
  const Token nt{.text = "n't", .span = {6, 9}, .word = 0};
  QVERIFY(!continuesWord(it, was));
  QVERIFY(continuesWord(was, nt));
}

void TestTokenWords::specialTokensAndIdsStandAlone() {
  const Token cls{.text = "[CLS]", .special = true};
  const Token word{.text = "un", .word = 0};
  const Token id{.id = 7, .text = "7"};
  QVERIFY(!continuesWord(cls, word));
  QVERIFY(!continuesWord(word, cls));
  QVERIFY(!continuesWord(cls, cls));
  QVERIFY(!continuesWord(id, id));
}

void TestTokenWords::wordPiecesAreJoinedWithoutTheirPrefix() {
  const std::vector<Token> tokens = {{.id = 4, .text = "un", .span = {4, 6}, .word = 1},
                                     {.id = 5, .text = "##believ", .span = {6, 12}, .word = 1},
                                     {.id = 6, .text = "##able", .span = {12, 16}, .word = 1}};
  const Token joined = joinedToken(tokens);
  QCOMPARE(joined.text, std::string("unbelievable"));
  QCOMPARE(joined.span.begin, 4);
  QCOMPARE(joined.span.end, 16);
  QCOMPARE(joined.word, 1);
}

// "x##y" by bytes: nobody put the signs there but who typed them.
void TestTokenWords::aTypedNumberSignStays() {
  const std::vector<Token> tokens = {{.text = "x", .span = {0, 1}, .word = 0},
                                     {.text = "##", .span = {1, 3}, .word = 0},
                                     {.text = "##y", .span = {3, 6}, .word = 0}};
  QCOMPARE(joinedToken(tokens).text, std::string("x####y"));
}

// 日 is E6 97 A5: " <E6>" with the space before it, "<97>", "<A5>".
void TestTokenWords::bytesBecomeCharacters() {
  const std::vector<Token> sun = {{.text = "Ġæ", .word = 0, .readable = " <E6>"},
                                  {.text = "Ĺ", .word = 0, .readable = "<97>"},
                                  {.text = "¥", .word = 0, .readable = "<A5>"}};
  QCOMPARE(joinedToken(sun).text, std::string(" 日"));
  const std::vector<Token> cut(sun.begin(), sun.end() - 1);
  QCOMPARE(joinedToken(cut).text, std::string(" <E6><97>"));
}

void TestTokenWords::aSingleTokenStaysWhatItIs() {
  const Token token{.id = 9, .text = "##s", .span = {3, 4}, .word = 2, .readable = "s"};
  QCOMPARE(joinedToken(std::span(&token, 1)), token);
}

HEADSCOPE_TEST(TestTokenWords)

}  // namespace headscope::test_token_words

#include "test_token_words.moc"
