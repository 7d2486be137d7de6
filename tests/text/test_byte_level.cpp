#include <set>
#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/byte_level.h"
#include "text/json_fields.h"
#include "text/post_processors.h"
#include "text/shown.h"

namespace headscope::test_byte_level {

class TestByteLevel : public QObject {
  Q_OBJECT
 private slots:
  void everyByteHasACharacter();
  void cutsAsGpt2Does_data();
  void cutsAsGpt2Does();
  void everyByteHasTheRangeOfItsCharacter();
  void useRegexMayBeMissing();
  void spansAreTrimmed_data();
  void spansAreTrimmed();
};

namespace {

std::unique_ptr<PreTokenizer> byteLevel(const char* fields) {
  static nlohmann::json json;
  json = nlohmann::json::parse(std::string("{") + fields + "}");
  return readByteLevel(JsonPart(json, "some.json", "")).value();
}

}  // namespace

void TestByteLevel::everyByteHasACharacter() {
  std::set<char32_t> characters;
  for (int byte = 0; byte < 256; ++byte) {
    characters.insert(byteCharacter(static_cast<unsigned char>(byte)));
  }
  QCOMPARE(characters.size(), std::size_t{256});
  QCOMPARE(byteCharacter('!'), U'!');
  QCOMPARE(byteCharacter(0x00), U'\u0100');
  QCOMPARE(byteCharacter('\t'), U'\u0109');
  QCOMPARE(byteCharacter('\n'), U'\u010A');
  QCOMPARE(byteCharacter(' '), kByteSpace);
  QCOMPARE(byteCharacter(0x7F), U'\u0121');
  QCOMPARE(byteCharacter(0x80), U'\u0122');
  QCOMPARE(byteCharacter(0xA0), U'\u0142');
  QCOMPARE(byteCharacter(0xAD), U'\u0143');
  QCOMPARE(byteCharacter(0xFF), U'\u00FF');
}

void TestByteLevel::cutsAsGpt2Does_data() {
  textColumns({"fields", "text", "expected"});
  constexpr const char* kPlain = R"("add_prefix_space": false, "use_regex": true)";
  textRow("words", {kPlain, "The cat's 12 mice!?", "The|Ġcat|'s|Ġ12|Ġmice|!?"});
  textRow("contractions have small letters", {kPlain, "I'M", "I|'|M"});
  textRow("spaces", {kPlain, "a   b ", "a|ĠĠ|Ġb|Ġ"});
  textRow("bytes", {kPlain, "é", "Ã©"});
  textRow("a space before", {R"("add_prefix_space": true, "use_regex": true)", "a b", "Ġa|Ġb"});
  textRow("one is there", {R"("add_prefix_space": true, "use_regex": true)", " a", "Ġa"});
  textRow("uncut", {R"("add_prefix_space": false, "use_regex": false)", "a b", "aĠb"});
}

void TestByteLevel::cutsAsGpt2Does() {
  QFETCH(QString, fields);
  QFETCH(QString, text);
  QFETCH(QString, expected);
  QStringList pieces;
  for (const AlignedText& piece : byteLevel(fields.toLatin1().constData())->split(aligned(text))) {
    pieces += shown(piece);
  }
  QCOMPARE(pieces.join(QLatin1Char('|')), expected);
}

void TestByteLevel::everyByteHasTheRangeOfItsCharacter() {
  const auto pieces = byteLevel(R"("add_prefix_space": true, "use_regex": false)")
                          ->split(aligned(QStringLiteral("aé")));
  QCOMPARE(shownSpans(pieces.at(0)), QStringLiteral("0-1 0-1 1-2 1-2"));
}

void TestByteLevel::useRegexMayBeMissing() {
  QCOMPARE(byteLevel(R"("add_prefix_space": false)")->split(aligned(QStringLiteral("a b"))).size(),
           std::size_t{2});
}

// The numbers of the Hugging Face tokenizers' own test.
void TestByteLevel::spansAreTrimmed_data() {
  QTest::addColumn<int>("trim");
  QTest::addColumn<QString>("expected");
  QTest::newRow("not") << static_cast<int>(SpanTrim::none) << "0-1 0-11 11-18 18-25 25-29";
  QTest::newRow("all") << static_cast<int>(SpanTrim::spaces) << "1-1 4-9 13-18 18-23 29-29";
  QTest::newRow("but what was put in")
      << static_cast<int>(SpanTrim::spacesTyped) << "0-0 4-9 13-18 18-23 29-29";
}

void TestByteLevel::spansAreTrimmed() {
  QFETCH(int, trim);
  QFETCH(QString, expected);
  std::vector<Token> tokens = {{.text = "Ġ", .span = {0, 1}},
                               {.text = "ĠĠĠĠHelloĠĠ", .span = {0, 11}},
                               {.text = "ĠĠHello", .span = {11, 18}},
                               {.text = "HelloĠĠ", .span = {18, 25}},
                               {.text = "ĠĠĠĠ", .span = {25, 29}}};
  trimSpans(static_cast<SpanTrim>(trim), tokens);
  QStringList spans;
  for (const Token& token : tokens) {
    spans += shown(token.span);
  }
  QCOMPARE(spans.join(QLatin1Char(' ')), expected);
}

HEADSCOPE_TEST(TestByteLevel)

}  // namespace headscope::test_byte_level

#include "test_byte_level.moc"
