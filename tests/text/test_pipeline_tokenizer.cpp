#include <QTest>

#include "test_class.h"
#include "text/bert_normalizer.h"
#include "text/bert_pre_tokenizer.h"
#include "text/pipeline_tokenizer.h"
#include "text/shown.h"
#include "text/text_error.h"
#include "text/word_piece.h"

namespace headscope::test_pipeline_tokenizer {

class TestPipelineTokenizer : public QObject {
  Q_OBJECT
 private slots:
  void encodes_data();
  void encodes();
  void numbersWords();
  void framesWithSpecialTokens();
  void worksWithoutNormalizerAndPreTokenizer();
  void cutsAtTheLimit_data();
  void cutsAtTheLimit();
  void refusesInvalidUtf8();
};

namespace {

std::unique_ptr<TokenModel> model() {
  return std::make_unique<WordPiece>(
      Vocabulary{{"[UNK]", 0}, {"the", 1}, {"cat", 2}, {"##s", 3}, {"a", 4}, {"猫", 5}, {"S", 6}},
      WordPiece::Options{});
}

std::unique_ptr<Tokenizer> bert() {
  return std::make_unique<PipelineTokenizer>(PipelineTokenizer::Parts{
      .addedTokens = {{.id = 50, .content = "[MASK]", .leftStrip = true},
                      {.id = 51, .content = "Ünd", .normalized = true}},
      .normalizer = std::make_unique<BertNormalizer>(BertNormalizerOptions{}),
      .preTokenizer = std::make_unique<BertPreTokenizer>(),
      .model = model(),
      .frame = {.before = {{.id = 10, .text = "[CLS]", .special = true}},
                .after = {{.id = 11, .text = "[SEP]", .special = true}}}});
}

// Without the two special tokens.
std::vector<Token> content(const Encoding& encoding) {
  return {encoding.tokens.begin() + 1, encoding.tokens.end() - 1};
}

}  // namespace

void TestPipelineTokenizer::encodes_data() {
  textColumns({"typed", "expected"});
  textRow("nothing", {"", ""});
  textRow("words", {"The cats", "the:0-3 cat:4-7 ##s:7-8"});
  textRow("Chinese", {"猫cat", "猫:0-1 cat:1-4"});
  textRow("a mark that no token has", {"cat\u0301", "cat:0-3"});
  textRow("a removed character inside", {"c\u200Bats", "cat:0-4 ##s:4-5"});
  textRow("an added token is not normalized", {"the[MASK]the", "the:0-3 [MASK]:3-9 the:9-12"});
  textRow("nor found in another case", {"[mask]", "[UNK]:0-1 [UNK]:1-5 [UNK]:5-6"});
  textRow("it has the white space it took", {"a [MASK]", "a:0-1  [MASK]:1-8"});
  textRow("an added token found after normalization", {"aÜNDa", "a:0-1 und:1-4 a:4-5"});
}

void TestPipelineTokenizer::encodes() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  const auto encoding = bert()->encode(typed.toStdString());
  QVERIFY(encoding);
  QCOMPARE(shown(content(*encoding)), expected);
  QVERIFY(!encoding->cut);
}

void TestPipelineTokenizer::numbersWords() {
  const auto encoding = bert()->encode("cats [MASK]the und x");
  QStringList words;
  for (const Token& token : encoding->tokens) {
    words += QString::number(token.word);
  }
  QCOMPARE(words.join(QLatin1Char(' ')), QStringLiteral("-1 0 0 1 2 3 4 -1"));
}

void TestPipelineTokenizer::framesWithSpecialTokens() {
  const auto tokens = bert()->encode("[MASK]a")->tokens;
  QCOMPARE(shown(tokens), QStringLiteral("[CLS]:0-0 [MASK]:0-6 a:6-7 [SEP]:0-0"));
  QCOMPARE(tokens[0].id, 10);
  QCOMPARE(tokens[1].id, 50);
  QCOMPARE(tokens[3].id, 11);
  QVERIFY(tokens[0].special && tokens[3].special);
  QVERIFY(!tokens[1].special && !tokens[2].special);
}

void TestPipelineTokenizer::worksWithoutNormalizerAndPreTokenizer() {
  PipelineTokenizer::Parts parts;
  parts.model = model();
  const auto encoding = PipelineTokenizer(std::move(parts)).encode("cat s", kNoTokenLimit);
  QCOMPARE(shown(encoding->tokens), QStringLiteral("[UNK]:0-5"));
}

void TestPipelineTokenizer::cutsAtTheLimit_data() {
  QTest::addColumn<int>("maxTokens");
  QTest::addColumn<QString>("expected");
  QTest::addColumn<int>("kept");  // -1 where nothing is cut
  QTest::addColumn<int>("codePoint");
  QTest::newRow("room for all") << 6 << "[CLS]:0-0 the:0-3 cat:5-8 ##s:8-9 a:10-11 [SEP]:0-0" << -1
                                << 0;
  QTest::newRow("one too many") << 5 << "[CLS]:0-0 the:0-3 cat:5-8 ##s:8-9 [SEP]:0-0" << 5 << 10;
  QTest::newRow("inside a word") << 4 << "[CLS]:0-0 the:0-3 cat:5-8 [SEP]:0-0" << 4 << 8;
  QTest::newRow("nothing fits") << 2 << "[CLS]:0-0 [SEP]:0-0" << 2 << 0;
  QTest::newRow("not even the frame") << 1 << "[CLS]:0-0 [SEP]:0-0" << 2 << 0;
}

void TestPipelineTokenizer::cutsAtTheLimit() {
  QFETCH(int, maxTokens);
  QFETCH(int, kept);
  QFETCH(QString, expected);
  QFETCH(int, codePoint);
  const auto encoding = bert()->encode("the  cats a", maxTokens);
  QVERIFY(encoding);
  QCOMPARE(shown(encoding->tokens), expected);
  QCOMPARE(encoding->cut.has_value(), kept >= 0);
  if (encoding->cut) {
    QCOMPARE(encoding->cut->tokensKept, kept);
    QCOMPARE(encoding->cut->tokensTotal, 6);
    QCOMPARE(encoding->cut->codePoint, codePoint);
  }
}

void TestPipelineTokenizer::refusesInvalidUtf8() {
  const auto encoding = bert()->encode("caf\xE9 a");
  QVERIFY(!encoding);
  QVERIFY(encoding.error().code == TextError::invalidUtf8);
  QCOMPARE(QString::fromStdString(describe(encoding.error())),
           QStringLiteral("text: it is not valid UTF-8 at byte 3. Save or type it as UTF-8."));
}

HEADSCOPE_TEST(TestPipelineTokenizer)

}  // namespace headscope::test_pipeline_tokenizer

#include "test_pipeline_tokenizer.moc"
