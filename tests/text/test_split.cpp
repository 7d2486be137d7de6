#include <string>

#include <QTest>

#include "test_class.h"
#include "text/json_fields.h"
#include "text/shown.h"
#include "text/split.h"

namespace headscope::test_split {

class TestSplit : public QObject {
  Q_OBJECT
 private slots:
  void behaviors_data();
  void behaviors();
  void patterns_data();
  void patterns();
  void piecesKeepTheirPlaces();
  void digits();
  void whiteSpace();
  void newerCharactersAreWhatTheyAre();
  void aSearchWithoutEndIsGivenUp();
  void refuses_data();
  void refuses();
};

namespace {

using Reader = Result<std::unique_ptr<PreTokenizer>> (*)(const JsonPart&);

Result<std::unique_ptr<PreTokenizer>> read(Reader reader, const QString& fields) {
  static nlohmann::json json;
  json = nlohmann::json::parse("{" + fields.toStdString() + "}");
  return reader(JsonPart(json, "some.json", "pre_tokenizer"));
}

QString pieces(Reader reader, const QString& fields, const QString& text) {
  const auto split = read(reader, fields);
  if (!split) {
    return QString::fromStdString(describe(split.error()));
  }
  QStringList shownPieces;
  for (const AlignedText& piece : (*split)->split(aligned(text))) {
    shownPieces += shown(piece);
  }
  return shownPieces.join(QLatin1Char('|'));
}

}  // namespace

void TestSplit::behaviors_data() {
  textColumns({"behavior", "expected", "inverted"});
  textRow("removed", {"Removed", "the|final|countdown", "-|-|-"});
  textRow("isolated", {"Isolated", "the|-|final|-|-|countdown", "the|-|final|-|-|countdown"});
  textRow("previous", {"MergedWithPrevious", "the-|final-|-|countdown", "the|-final|-|-countdown"});
  textRow("next", {"MergedWithNext", "the|-final|-|-countdown", "the-|final-|-|countdown"});
  textRow("contiguous", {"Contiguous", "the|-|final|--|countdown", "the|-|final|--|countdown"});
}

void TestSplit::behaviors() {
  QFETCH(QString, behavior);
  QFETCH(QString, expected);
  QFETCH(QString, inverted);
  const QString fields =
      QStringLiteral(R"("pattern": {"String": "-"}, "behavior": "%1", "invert": %2)");
  const QString text = QStringLiteral("the-final--countdown");
  QCOMPARE(pieces(readSplit, fields.arg(behavior, QStringLiteral("false")), text), expected);
  QCOMPARE(pieces(readSplit, fields.arg(behavior, QStringLiteral("true")), text), inverted);
}

void TestSplit::patterns_data() {
  textColumns({"pattern", "text", "expected"});
  textRow("a literal with signs", {R"({"String": "a.b*"})", "xa.b*y", "x|a.b*|y"});
  textRow("not a pattern", {R"({"String": "a.b*"})", "xaxbb", "xaxbb"});
  textRow("classes", {R"({"Regex": "\\p{L}+|\\p{N}"})", "ab12é", "ab|1|2|é"});
  textRow("looking ahead", {R"({"Regex": "\\s+(?!\\S)|\\s+"})", "a   b", "a|  | |b"});
  textRow("without regard to case", {R"x({"Regex": "(?i:'S)"})x", "it's IT'S", "it|'s| IT|'S"});
  textRow("beyond the first plane", {R"({"Regex": "b"})", "𐍈b𐍈", "𐍈|b|𐍈"});
  textRow("nothing", {R"({"Regex": "x*"})", "ab", "a|b"});
  textRow("an empty text", {R"({"Regex": "x"})", "", ""});
}

void TestSplit::patterns() {
  QFETCH(QString, pattern);
  QFETCH(QString, text);
  QFETCH(QString, expected);
  QCOMPARE(
      pieces(
          readSplit,
          QStringLiteral(R"("pattern": %1, "behavior": "Isolated", "invert": false)").arg(pattern),
          text),
      expected);
}

void TestSplit::piecesKeepTheirPlaces() {
  const auto split = read(readWhitespaceSplit, {});
  const auto pieces = (*split)->split(aligned(QStringLiteral("é  bc")));
  QCOMPARE(pieces.size(), std::size_t{2});
  QCOMPARE(shownSpans(pieces[1]), QStringLiteral("3-4 4-5"));
}

void TestSplit::digits() {
  const QString text = QStringLiteral("a12½Ⅷ٣b");
  QCOMPARE(pieces(readDigits, QStringLiteral(R"("individual_digits": true)"), text),
           QStringLiteral("a|1|2|½|Ⅷ|٣|b"));
  QCOMPARE(pieces(readDigits, QStringLiteral(R"("individual_digits": false)"), text),
           QStringLiteral("a|12½Ⅷ٣|b"));
}

void TestSplit::whiteSpace() {
  const QString text = QStringLiteral(" it's\u00A0a  b_2, é! ");
  QCOMPARE(pieces(readWhitespaceSplit, {}, text), QStringLiteral("it's|a|b_2,|é!"));
  QCOMPARE(pieces(readWhitespace, {}, text), QStringLiteral("it|'|s|a|b_2|,|é|!"));
}

// U+10D50 is a capital and U+10D40 a digit since Unicode 16, U+31350 Chinese since 15.
void TestSplit::newerCharactersAreWhatTheyAre() {
  const QString fields =
      QStringLiteral(R"("pattern": {"Regex": "%1"}, "behavior": "Removed", "invert": true)");
  const QString text = QStringLiteral("\U00010D50-\U00010D40-\U00031350");
  QCOMPARE(pieces(readSplit, fields.arg(QStringLiteral("\\\\p{L}")), text),
           QStringLiteral("\U00010D50|\U00031350"));
  QCOMPARE(pieces(readSplit, fields.arg(QStringLiteral("\\\\p{N}")), text),
           QStringLiteral("\U00010D40"));
  QCOMPARE(pieces(readSplit, fields.arg(QStringLiteral("\\\\p{Han}")), text),
           QStringLiteral("\U00031350"));
}

void TestSplit::aSearchWithoutEndIsGivenUp() {
  const auto split =
      read(readSplit, QStringLiteral(R"("pattern": {"Regex": "(x+x+)+y"}, "behavior": "Isolated", )"
                                     R"("invert": false)"));
  QVERIFY(split);
  QVERIFY_THROWS_EXCEPTION(CannotTokenize, (*split)->split(aligned(QString(40, QLatin1Char('x')))));
}

void TestSplit::refuses_data() {
  textColumns({"fields", "message"});
  textRow("a pattern that is none",
          {R"("pattern": {"Regex": "(a"}, "behavior": "Isolated", "invert": false)",
           "some.json: pre_tokenizer.pattern: the pattern cannot be read: end pattern with "
           "unmatched parenthesis."});
  textRow("a pattern of another kind",
          {R"("pattern": {"Glob": "a"}, "behavior": "Isolated", "invert": false)",
           "some.json: pre_tokenizer.pattern: the field 'Regex' is missing."});
  textRow("another behavior", {R"("pattern": {"String": "a"}, "behavior": "Kept", "invert": false)",
                               "some.json: pre_tokenizer.behavior: there is no behavior 'Kept'."});
  textRow("no invert", {R"("pattern": {"String": "a"}, "behavior": "Isolated")",
                        "some.json: pre_tokenizer: the field 'invert' is missing."});
}

void TestSplit::refuses() {
  QFETCH(QString, fields);
  QFETCH(QString, message);
  const auto split = read(readSplit, fields);
  QVERIFY(!split);
  QCOMPARE(QString::fromStdString(describe(split.error())), message);
}

HEADSCOPE_TEST(TestSplit)

}  // namespace headscope::test_split

#include "test_split.moc"
