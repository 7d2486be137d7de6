#include <QTest>

#include "source/token_places.h"
#include "test_class.h"

namespace headscope::test_token_places {

// Tokens of two tokenizers for one text.
class TestTokenPlaces : public QObject {
  Q_OBJECT
 private slots:
  void aWordIsTheSameWithItsSpaceAndWithout();
  void piecesOfAWordHaveNoCounterpart();
  void specialTokensGoTogetherWhereTheyStand();
  void aTextThatIsCutGoesOnInTheOther();
  void placesCountCodePoints();
  void withoutPlacesTheFirstGoesWithTheFirst();
  void anEmptyOneHasNothing();
};

namespace {

Token piece(const char* text, int begin, int end) {
  return {.text = text, .span = {begin, end}};
}

Token special(const char* text) {
  return {.text = text, .special = true};
}

using Pairs = std::vector<AlignedTokens>;

}  // namespace

// As byte-pair encoding and as WordPiece.
void TestTokenPlaces::aWordIsTheSameWithItsSpaceAndWithout() {
  const std::vector<Token> first = {piece("The", 0, 3), piece("Ġanimal", 3, 10)};
  const std::vector<Token> second = {piece("the", 0, 3), piece("animal", 4, 10)};
  QCOMPARE(alignPlaces(first, second, "The animal"), (Pairs{{0, 0}, {1, 1}}));
  QCOMPARE(alignPlaces(second, first, "The animal"), (Pairs{{0, 0}, {1, 1}}));
}

void TestTokenPlaces::piecesOfAWordHaveNoCounterpart() {
  const std::vector<Token> first = {piece("an", 0, 2), piece("##imal", 2, 6), piece("it", 7, 9)};
  const std::vector<Token> second = {piece("animal", 0, 6), piece("Ġit", 6, 9)};
  QCOMPARE(alignPlaces(first, second, "animal it"), (Pairs{{0, -1}, {-1, 0}, {1, -1}, {2, 1}}));
}

void TestTokenPlaces::specialTokensGoTogetherWhereTheyStand() {
  const std::vector<Token> bert = {special("[CLS]"), piece("it", 0, 2), special("[SEP]")};
  const std::vector<Token> t5 = {piece("it", 0, 2), special("</s>")};
  QCOMPARE(alignPlaces(bert, t5, "it"), (Pairs{{0, -1}, {1, 0}, {2, 1}}));
  const std::vector<Token> roberta = {special("<s>"), piece("it", 0, 2), special("</s>")};
  QCOMPARE(alignPlaces(roberta, bert, "it"), (Pairs{{0, 0}, {1, 1}, {2, 2}}));
}

void TestTokenPlaces::aTextThatIsCutGoesOnInTheOther() {
  const std::vector<Token> whole = {piece("a", 0, 1), piece("b", 2, 3), piece("c", 4, 5)};
  QCOMPARE(alignPlaces(whole, std::span(whole).first(1), "a b c"),
           (Pairs{{0, 0}, {1, -1}, {2, -1}}));
}

// "é it": two bytes, one place.
void TestTokenPlaces::placesCountCodePoints() {
  const std::vector<Token> first = {piece("é", 0, 1), piece("Ġit", 1, 4)};
  const std::vector<Token> second = {piece("e", 0, 1), piece("it", 2, 4)};
  QCOMPARE(alignPlaces(first, second, "\xC3\xA9 it"), (Pairs{{0, 0}, {1, 1}}));
}

void TestTokenPlaces::withoutPlacesTheFirstGoesWithTheFirst() {
  const std::vector<Token> rows = {{.text = "0"}, {.text = "1"}};
  QCOMPARE(alignPlaces(rows, rows, ""), (Pairs{{0, 0}, {1, 1}}));
}

void TestTokenPlaces::anEmptyOneHasNothing() {
  const std::vector<Token> one = {piece("a", 0, 1)};
  QCOMPARE(alignPlaces(one, {}, "a"), (Pairs{{0, -1}}));
  QVERIFY(alignPlaces({}, {}, "").empty());
}

HEADSCOPE_TEST(TestTokenPlaces)

}  // namespace headscope::test_token_places

#include "test_token_places.moc"
