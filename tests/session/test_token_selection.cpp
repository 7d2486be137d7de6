#include <QSignalSpy>
#include <QTest>

#include "session/token_selection.h"
#include "test_class.h"

namespace headscope::test_token_selection {

class TestTokenSelection : public QObject {
  Q_OBJECT
 private slots:
  void withoutFoldingBothAreTheSame();
  void aWordIsItsLastToken();
  void aChosenTokenStaysWithinItsWord();
  void aTokenThatIsLeftOutLeavesTheMapAsItIs();
  void foldingKeepsTheTokens();
  void aTokenThatIsNowLeftOutGivesWayToTheNext();
  void tokensOfRowsAndColumns();
  void headsAreTheSame();
  void anotherTextKeepsTheRow();
};

namespace {

using Keep = TokenSelection::Keep;

// [CLS] one un ##able two [SEP], with "unable" a word and the first and last token left out.
constexpr AttentionShape kTokens{.layers = 2, .heads = 3, .nQuery = 6, .nKey = 6};
const auto kWords = std::make_shared<const TokenFolding>(TokenFolding{
    .queries = {{1, 1}, {2, 3}, {4, 4}}, .keys = {{1, 1}, {2, 3}, {4, 4}}, .mergesWords = true});

struct Both {
  explicit Both(std::shared_ptr<const TokenFolding> folding = kWords) {
    both.setBounds(kTokens, 2, std::move(folding), Keep::shownCell);
  }
  std::pair<int, int> tokens() { return {both.tokens()->query(), both.tokens()->key()}; }
  std::pair<int, int> cell() { return {shown.query(), shown.key()}; }

  Selection shown;
  TokenSelection both{&shown};
};

using Cell = std::pair<int, int>;

}  // namespace

void TestTokenSelection::withoutFoldingBothAreTheSame() {
  Both both(nullptr);
  both.shown.setCell(3, 5);
  QCOMPARE(both.tokens(), Cell(3, 5));
  both.both.tokens()->setCell(4, -1);
  QCOMPARE(both.cell(), Cell(4, -1));
}

void TestTokenSelection::aWordIsItsLastToken() {
  Both both;
  QCOMPARE(both.shown.bounds(), (AttentionShape{2, 3, 3, 3}));
  both.shown.setCell(1, 2);
  QCOMPARE(both.tokens(), Cell(3, 4));
  both.shown.setCell(2, 1);
  QCOMPARE(both.tokens(), Cell(4, 3));
  both.shown.setCell(0, -1);
  QCOMPARE(both.tokens(), Cell(1, -1));
}

void TestTokenSelection::aChosenTokenStaysWithinItsWord() {
  Both both;
  both.both.tokens()->setCell(2, 2);
  QCOMPARE(both.cell(), Cell(1, 1));
  QCOMPARE(both.tokens(), Cell(2, 2));
  both.shown.setCell(1, 0);  // another column of the same row
  QCOMPARE(both.tokens(), Cell(2, 1));
}

void TestTokenSelection::aTokenThatIsLeftOutLeavesTheMapAsItIs() {
  Both both;
  both.shown.setCell(2, 1);
  both.both.tokens()->setCell(5, 1);
  QCOMPARE(both.cell(), Cell(2, 1));
  QCOMPARE(both.tokens(), Cell(5, 1));
  both.both.tokens()->setCell(1, 0);  // a row that is shown, of a column that is not
  QCOMPARE(both.cell(), Cell(0, -1));
}

void TestTokenSelection::foldingKeepsTheTokens() {
  Both both(nullptr);
  both.shown.setCell(2, 4);
  QSignalSpy cells(&both.shown, &Selection::cellChanged);
  both.both.setBounds(kTokens, 2, kWords, Keep::tokens);
  QCOMPARE(both.cell(), Cell(1, 2));
  QCOMPARE(cells.count(), 1);
  both.both.setBounds(kTokens, 2, nullptr, Keep::tokens);
  QCOMPARE(both.cell(), Cell(2, 4));
}

void TestTokenSelection::aTokenThatIsNowLeftOutGivesWayToTheNext() {
  Both both(nullptr);
  both.shown.setCell(0, 5);
  both.both.setBounds(kTokens, 2, kWords, Keep::tokens);
  QCOMPARE(both.cell(), Cell(0, -1));
  QCOMPARE(both.tokens(), Cell(1, -1));
  both.both.setBounds(kTokens, 2, nullptr, Keep::tokens);
  both.shown.setCell(5, 1);
  both.both.setBounds(kTokens, 2, kWords, Keep::tokens);
  QCOMPARE(both.cell(), Cell(2, 0));
}

void TestTokenSelection::tokensOfRowsAndColumns() {
  const Both both;
  QCOMPARE(both.both.queryTokens(1), (TokenGroup{2, 3}));
  QCOMPARE(both.both.keyTokens(2), (TokenGroup{4, 4}));
  QCOMPARE(both.both.keyTokens(-1).count(), 0);
  QCOMPARE(both.both.queryTokens(3).count(), 0);
  const Both plain(nullptr);
  QCOMPARE(plain.both.queryTokens(5), (TokenGroup{5, 5}));
}

void TestTokenSelection::headsAreTheSame() {
  Both both;
  both.shown.setHead({1, 2});
  QVERIFY((both.both.tokens()->head() == HeadId{1, 2}));
  both.both.tokens()->setHead({0, 1});
  QVERIFY((both.shown.head() == HeadId{0, 1}));
  both.both.setBounds({.layers = 1, .heads = 1, .nQuery = 6, .nKey = 6}, 1, kWords,
                      Keep::shownCell);
  QVERIFY((both.shown.head() == HeadId{0, 0}));
  QVERIFY((both.both.tokens()->head() == HeadId{0, 0}));
}

// A letter more, and a word falls into other tokens.
void TestTokenSelection::anotherTextKeepsTheRow() {
  Both both;
  both.shown.setCell(2, 1);
  const auto longer = std::make_shared<const TokenFolding>(
      TokenFolding{.queries = {{1, 1}, {2, 3}, {4, 6}}, .keys = {{1, 1}, {2, 3}, {4, 6}}});
  both.both.setBounds({.layers = 2, .heads = 3, .nQuery = 8, .nKey = 8}, 2, longer,
                      Keep::shownCell);
  QCOMPARE(both.cell(), Cell(2, 1));
  QCOMPARE(both.tokens(), Cell(4, 3));
}

HEADSCOPE_TEST(TestTokenSelection)

}  // namespace headscope::test_token_selection

#include "test_token_selection.moc"
