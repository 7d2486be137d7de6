#include <QTest>

#include "row_argument.h"
#include "test_class.h"

namespace headscope::test_row_argument {

class TestRowArgument : public QObject {
  Q_OBJECT
 private slots:
  void aTokenIsFoundWhateverItsCase();
  void aTokenIsFoundAsItIsRead();
  void theFirstOfEqualTokensIsMeant();
  void aNumberIsARow();
  void aTokenThatIsANumberComesFirst();
  void anythingElseListsTheTokens_data();
  void anythingElseListsTheTokens();
};

namespace {

std::vector<Token> tokensOf(std::initializer_list<const char*> texts) {
  std::vector<Token> tokens;
  for (const char* text : texts) {
    Token token;
    token.text = text;
    tokens.push_back(token);
  }
  return tokens;
}

}  // namespace

void TestRowArgument::aTokenIsFoundWhateverItsCase() {
  QCOMPARE(findRow(tokensOf({"[CLS]", "It", "Élan"}), "it").value(), 1);
  QCOMPARE(findRow(tokensOf({"[CLS]", "It", "Élan"}), "élan").value(), 2);
}

void TestRowArgument::aTokenIsFoundAsItIsRead() {
  auto tokens = tokensOf({"The", "Ġit", "Ġ"});
  tokens[1].readable = " it";
  tokens[2].readable = " ";
  QCOMPARE(findRow(tokens, "it").value(), 1);
  QCOMPARE(findRow(tokens, "Ġit").value(), 1);
  QVERIFY(!findRow(tokens, ""));
}

void TestRowArgument::theFirstOfEqualTokensIsMeant() {
  QCOMPARE(findRow(tokensOf({"the", "cat", "the"}), "the").value(), 0);
}

void TestRowArgument::aNumberIsARow() {
  QCOMPARE(findRow(tokensOf({"the", "cat", "the"}), "2").value(), 2);
}

void TestRowArgument::aTokenThatIsANumberComesFirst() {
  QCOMPARE(findRow(tokensOf({"1", "2", "0"}), "0").value(), 2);
}

void TestRowArgument::anythingElseListsTheTokens_data() {
  QTest::addColumn<std::string>("row");
  QTest::newRow("word") << std::string("dog");
  QTest::newRow("after the last") << std::string("2");
  QTest::newRow("negative") << std::string("-1");
}

void TestRowArgument::anythingElseListsTheTokens() {
  QFETCH(std::string, row);
  const auto found = findRow(tokensOf({"the", "cat"}), row);
  QVERIFY(!found && found.error().code == RowError::noSuchToken);
  QCOMPARE(describe(found.error()), "--row: no token is '" + row + "'. The tokens are: the cat.");
}

HEADSCOPE_TEST(TestRowArgument)

}  // namespace headscope::test_row_argument

#include "test_row_argument.moc"
