#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/json_fields.h"
#include "text/token_spelling.h"
#include "text/tokenizer_json.h"

namespace headscope::test_token_spelling {

class TestTokenSpelling : public QObject {
  Q_OBJECT
 private slots:
  void readable_data();
  void readable();
  void theDecoderSaysHow_data();
  void theDecoderSaysHow();
  void tokensHaveWhatIsNotTheirText();
};

void TestTokenSpelling::readable_data() {
  QTest::addColumn<int>("spelling");
  QTest::addColumn<QString>("token");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, TokenSpelling spelling, const char* token,
                      const char* expected) {
    QTest::newRow(name) << static_cast<int>(spelling) << QString::fromUtf8(token)
                        << QString::fromUtf8(expected);
  };
  row("plain", TokenSpelling::plain, "Ġit", "Ġit");
  row("a space", TokenSpelling::byteLevel, "Ġit", " it");
  row("a line end", TokenSpelling::byteLevel, "ĊĊ", "\n\n");
  row("Chinese", TokenSpelling::byteLevel, "æĪĳ", "我");
  row("two bytes of three", TokenSpelling::byteLevel, "aæĪ", "a<E6><88>");
  row("the last byte of three", TokenSpelling::byteLevel, "ĳb", "<91>b");
  row("not in bytes", TokenSpelling::byteLevel, "我Ġ", "我Ġ");
  row("a byte that stands in", TokenSpelling::metaspace, "<0xE6>", "<E6>");
  row("no byte", TokenSpelling::metaspace, "<0xG6>", "<0xG6>");
  row("metaspace", TokenSpelling::metaspace, "▁it▁", " it ");
}

void TestTokenSpelling::readable() {
  QFETCH(int, spelling);
  QFETCH(QString, token);
  QFETCH(QString, expected);
  QCOMPARE(QString::fromStdString(
               readableToken(static_cast<TokenSpelling>(spelling), token.toStdString())),
           expected);
}

void TestTokenSpelling::theDecoderSaysHow_data() {
  QTest::addColumn<QString>("decoder");
  QTest::addColumn<int>("spelling");
  const auto row = [](const char* name, const char* decoder, TokenSpelling spelling) {
    QTest::newRow(name) << QString::fromUtf8(decoder) << static_cast<int>(spelling);
  };
  row("none", "null", TokenSpelling::plain);
  row("WordPiece", R"({"type": "WordPiece", "prefix": "##"})", TokenSpelling::plain);
  row("ByteLevel", R"({"type": "ByteLevel"})", TokenSpelling::byteLevel);
  row("Metaspace", R"({"type": "Metaspace", "replacement": "▁"})", TokenSpelling::metaspace);
  row("Llama 2", R"({"type": "Sequence", "decoders": [
        {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}]})",
      TokenSpelling::metaspace);
}

void TestTokenSpelling::theDecoderSaysHow() {
  QFETCH(QString, decoder);
  QFETCH(int, spelling);
  const auto json = nlohmann::json::parse(decoder.toStdString());
  QCOMPARE(static_cast<int>(readSpelling(JsonPart(json, "some.json", "decoder")).value()),
           spelling);
}

void TestTokenSpelling::tokensHaveWhatIsNotTheirText() {
  const auto tokenizer =
      loadTokenizer(HEADSCOPE_TEST_DATA "/tokenizers/bpe_gpt2/tokenizer.json").value();
  const auto tokens = tokenizer->encode("The animal").value().tokens;
  QCOMPARE(tokens[0].readable, std::string());
  QCOMPARE(shownText(tokens[0]), std::string("The"));
  QCOMPARE(tokens[1].text, std::string("Ġan"));
  QCOMPARE(shownText(tokens[1]), std::string(" an"));
}

HEADSCOPE_TEST(TestTokenSpelling)

}  // namespace headscope::test_token_spelling

#include "test_token_spelling.moc"
