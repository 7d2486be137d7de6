#include <QTest>

#include "analysis/token_folding.h"
#include "test_class.h"

namespace headscope::test_token_folding {

class TestTokenFolding : public QObject {
  Q_OBJECT
 private slots:
  void wordsAreMerged();
  void specialTokensAreLeftOut();
  void bothAtOnce();
  void queriesAndKeysOfTwoTexts();
  void specialTokensStayWhereNothingElseIs();
  void rowsAreRescaledOnlyWhereKeysAreLeftOut();
  void theGroupOfAToken();
  void groupsAreNamedByTheirTokens();
  void aCellOfTokens();
};

namespace {

// [CLS] the un ##believable end [SEP]
const std::vector<Token> kSentence = {{.id = 0, .text = "[CLS]", .special = true},
                                      {.id = 1, .text = "the", .span = {0, 3}, .word = 0},
                                      {.id = 2, .text = "un", .span = {4, 6}, .word = 1},
                                      {.id = 3, .text = "##believable", .span = {6, 16}, .word = 1},
                                      {.id = 4, .text = "end", .span = {17, 20}, .word = 2},
                                      {.id = 5, .text = "[SEP]", .special = true}};
const std::vector<Token> kTarget = {{.id = 9, .text = "<start>", .special = true},
                                    {.id = 7, .text = "das", .span = {0, 3}, .word = 0}};

using Groups = std::vector<TokenGroup>;
using Texts = std::vector<std::string>;

}  // namespace

void TestTokenFolding::wordsAreMerged() {
  const TokenFolding folding = foldTokens(kSentence, kSentence, {.mergesWords = true});
  QCOMPARE(folding.queries, (Groups{{0, 0}, {1, 1}, {2, 3}, {4, 4}, {5, 5}}));
  QCOMPARE(folding.keys, folding.queries);
  QVERIFY(folding.mergesWords);
  QVERIFY(folding.hidden.empty());
}

void TestTokenFolding::specialTokensAreLeftOut() {
  const TokenFolding folding = foldTokens(kSentence, kSentence, {.hidesSpecials = true});
  QCOMPARE(folding.queries, (Groups{{1, 1}, {2, 2}, {3, 3}, {4, 4}}));
  QCOMPARE(folding.keys, folding.queries);
  QCOMPARE(folding.hidden, (Texts{"[CLS]", "[SEP]"}));
  QVERIFY(!folding.rescalesRows);
}

void TestTokenFolding::bothAtOnce() {
  const TokenFolding folding = foldTokens(
      kSentence, kSentence, {.mergesWords = true, .hidesSpecials = true, .rescalesRows = true});
  QCOMPARE(folding.keys, (Groups{{1, 1}, {2, 3}, {4, 4}}));
  QVERIFY(folding.rescalesRows);
}

void TestTokenFolding::queriesAndKeysOfTwoTexts() {
  const TokenFolding folding =
      foldTokens(kTarget, kSentence, {.mergesWords = true, .hidesSpecials = true});
  QCOMPARE(folding.queries, (Groups{{1, 1}}));
  QCOMPARE(folding.keys, (Groups{{1, 1}, {2, 3}, {4, 4}}));
  QCOMPARE(folding.hidden, (Texts{"<start>", "[CLS]", "[SEP]"}));
}

// A decoder that has written nothing yet.
void TestTokenFolding::specialTokensStayWhereNothingElseIs() {
  const TokenFolding folding = foldTokens(std::span(kTarget).first(1), kSentence,
                                          {.hidesSpecials = true, .rescalesRows = true});
  QCOMPARE(folding.queries, (Groups{{0, 0}}));
  QCOMPARE(folding.hidden, (Texts{"[CLS]", "[SEP]"}));
}

void TestTokenFolding::rowsAreRescaledOnlyWhereKeysAreLeftOut() {
  const std::span<const Token> words = std::span(kSentence).subspan(1, 4);
  const TokenDisplay display{.hidesSpecials = true, .rescalesRows = true};
  QVERIFY(!foldTokens(words, words, display).rescalesRows);
  QVERIFY(!foldTokens(kTarget, words, display).rescalesRows);
  QVERIFY(foldTokens(words, kTarget, display).rescalesRows);
}

void TestTokenFolding::theGroupOfAToken() {
  const Groups groups = {{1, 1}, {2, 3}, {4, 4}};
  QCOMPARE(groupOf(groups, 1), 0);
  QCOMPARE(groupOf(groups, 2), 1);
  QCOMPARE(groupOf(groups, 3), 1);
  QCOMPARE(groupOf(groups, 4), 2);
  for (const int token : {-1, 0, 5}) {
    QCOMPARE(groupOf(groups, token), -1);
  }
}

void TestTokenFolding::groupsAreNamedByTheirTokens() {
  Texts texts;
  for (const Token& token : foldedTokens(kSentence, Groups{{0, 0}, {2, 3}, {4, 4}})) {
    texts.push_back(token.text);
  }
  QCOMPARE(texts, (Texts{"[CLS]", "unbelievable", "end"}));
}

void TestTokenFolding::aCellOfTokens() {
  const TokenFolding words = foldTokens(kSentence, kSentence, {.mergesWords = true});
  QVERIFY(words.isOfTokens(1, 3));
  QVERIFY(!words.isOfTokens(2, 1));
  QVERIFY(!words.isOfTokens(1, 2));
  const TokenFolding rescaled =
      foldTokens(kSentence, kSentence, {.hidesSpecials = true, .rescalesRows = true});
  QVERIFY(!rescaled.isOfTokens(0, 0));
}

HEADSCOPE_TEST(TestTokenFolding)

}  // namespace headscope::test_token_folding

#include "test_token_folding.moc"
