#include <string>

#include <QTest>

#include "test_class.h"
#include "text/token_model_json.h"

namespace headscope::test_unigram {

using nlohmann::json;

class TestUnigram : public QObject {
  Q_OBJECT
 private slots:
  void theBestSumWins();
  void theFirstOfEqualSumsStays();
  void unknownNeighboursAreOneToken();
  void bytesStandForWhatIsUnknown();
  void whatNothingStandsForIsRefused();
  void refuses_data();
  void refuses();
};

namespace {

json model() {
  return {{"type", "Unigram"},
          {"unk_id", 0},
          {"vocab", json::parse(R"([["<unk>", 0], ["a", -2], ["b", -2], ["ab", -3], ["abb", -6.5],
                                    ["bb", -3]])")}};
}

json with(const json& changes) {
  return modelWith(model(), changes);
}

}  // namespace

// ab·b is -5, a·bb too, abb -6.5, a·b·b -6.
void TestUnigram::theBestSumWins() {
  QCOMPARE(tokensOf(model(), "ab"), QStringLiteral("ab:0-2"));
  QCOMPARE(tokensOf(model(), "ba"), QStringLiteral("b:0-1 a:1-2"));
  json better = model();
  better["vocab"][4][1] = -4.5;
  QCOMPARE(tokensOf(better, "abb"), QStringLiteral("abb:0-3"));
}

// a·bb reaches the end from an earlier place than ab·b.
void TestUnigram::theFirstOfEqualSumsStays() {
  QCOMPARE(tokensOf(model(), "abb"), QStringLiteral("a:0-1 bb:1-3"));
}

void TestUnigram::unknownNeighboursAreOneToken() {
  const auto tokenizer = parseModel(model()).value();
  const auto tokens = tokenizer->encode("axyéb").value().tokens;
  QCOMPARE(shown(tokens), QStringLiteral("a:0-1 xyé:1-4 b:4-5"));
  QCOMPARE(tokens[1].id, 0);
}

void TestUnigram::bytesStandForWhatIsUnknown() {
  json bytes = with({{"byte_fallback", true}});
  bytes["vocab"].push_back({"<0xC3>", -9});
  bytes["vocab"].push_back({"<0xA9>", -9});
  QCOMPARE(tokensOf(bytes, "aéb"), QStringLiteral("a:0-1 <0xC3>:1-2 <0xA9>:1-2 b:2-3"));
  QCOMPARE(tokensOf(bytes, "aüb"), QStringLiteral("a:0-1 ü:1-2 b:2-3"));
}

void TestUnigram::whatNothingStandsForIsRefused() {
  const auto tokenizer = parseModel(with({{"unk_id", nullptr}})).value();
  QVERIFY(tokenizer->encode("ab"));
  const auto encoding = tokenizer->encode("axb");
  QVERIFY(!encoding);
  QVERIFY(encoding.error().code == TextError::noUnknownToken);
  QCOMPARE(QString::fromStdString(describe(encoding.error())),
           QStringLiteral("the tokenizer has no token for 'x', and none for what is unknown."));
}

void TestUnigram::refuses_data() {
  refusedColumns();
  using enum TokenizerError;
  refusedRow("an empty vocabulary", emptyVocabulary, R"({"vocab": []})",
             "some.json: model: the vocabulary has no tokens.");
  refusedRow("a vocabulary that is an object", wrongType, R"({"vocab": {}})",
             "some.json: model.vocab: expected an array, found object.");
  refusedRow("a piece without a score", wrongType, R"({"vocab": [["a", -1], ["b"]]})",
             "some.json: model.vocab[1]: expected a piece and its score, found [\"b\"].");
  refusedRow("a score that is a text", wrongType, R"({"vocab": [["a", "1"]]})",
             "some.json: model.vocab[0]: expected a piece and its score, found [\"a\",\"1\"].");
  refusedRow("an unknown token that is none", unknownTokenMissing, R"({"unk_id": 6})",
             "some.json: model.unk_id: the unk_id 6 is not in the vocabulary.");
  refusedRow(
      "an id that is none", invalidId, R"({"unk_id": -1})",
      "some.json: model.unk_id: an id must be a whole number from 0 to 2147483647, found -1.");
  refusedRow("a flag that is none", wrongType, R"({"byte_fallback": "no"})",
             "some.json: model.byte_fallback: expected true or false, found string.");
}

void TestUnigram::refuses() {
  checkRefused(model());
}

HEADSCOPE_TEST(TestUnigram)

}  // namespace headscope::test_unigram

#include "test_unigram.moc"
