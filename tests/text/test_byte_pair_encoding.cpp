#include <string>

#include <QTest>

#include "test_class.h"
#include "text/token_model_json.h"

namespace headscope::test_byte_pair_encoding {

using nlohmann::json;

class TestBytePairEncoding : public QObject {
  Q_OBJECT
 private slots:
  void mergesTheLowestRankFirst();
  void mergesTheLeftmostOfEqualRank();
  void mergesMayComeInPairs();
  void unknownCharacters_data();
  void unknownCharacters();
  void bytesStandForUnknownCharacters();
  void aWholePieceMayBeAToken();
  void prefixesAndSuffixes();
  void bytesOfASuffixStandWithTheLastCharacter();
  void refuses_data();
  void refuses();
};

namespace {

json model() {
  return {{"type", "BPE"},
          {"vocab", {{"a", 0}, {"b", 1}, {"c", 2}, {"ab", 3}, {"bc", 4}, {"abc", 5}, {"?", 6}}},
          {"merges", {"b c", "a b", "a bc"}}};
}

json with(const json& changes) {
  return modelWith(model(), changes);
}

}  // namespace

// "b c" comes before "a b", and then there is "a bc".
void TestBytePairEncoding::mergesTheLowestRankFirst() {
  QCOMPARE(tokensOf(model(), "abc"), QStringLiteral("abc:0-3"));
  QCOMPARE(tokensOf(model(), "abab"), QStringLiteral("ab:0-2 ab:2-4"));
  QCOMPARE(tokensOf(with({{"merges", {"a b", "b c", "a bc"}}}), "abc"),
           QStringLiteral("ab:0-2 c:2-3"));
}

void TestBytePairEncoding::mergesTheLeftmostOfEqualRank() {
  const json twins = {{"type", "BPE"}, {"vocab", {{"a", 0}, {"aa", 1}}}, {"merges", {"a a"}}};
  QCOMPARE(tokensOf(twins, "aaa"), QStringLiteral("aa:0-2 a:2-3"));
}

void TestBytePairEncoding::mergesMayComeInPairs() {
  QCOMPARE(tokensOf(with({{"merges", json::parse(R"([["b","c"],["a","bc"]])")}}), "abc"),
           QStringLiteral("abc:0-3"));
  QCOMPARE(tokensOf(with({{"merges", {"#version: 0.2", "a b"}}}), "ab"), QStringLiteral("ab:0-2"));
}

void TestBytePairEncoding::unknownCharacters_data() {
  QTest::addColumn<QString>("options");
  QTest::addColumn<QString>("expected");
  QTest::newRow("one each") << R"({"unk_token": "?"})"
                            << "a:0-1 ?:1-2 ?:2-3 b:3-4";
  QTest::newRow("fused") << R"({"unk_token": "?", "fuse_unk": true})"
                         << "a:0-1 ?:1-3 b:3-4";
  // As at Hugging Face: neighbours meet across the gap, and their range is too short.
  QTest::newRow("dropped") << R"({"unk_token": null})"
                           << "ab:0-2";
}

void TestBytePairEncoding::unknownCharacters() {
  QFETCH(QString, options);
  QFETCH(QString, expected);
  QCOMPARE(tokensOf(with(json::parse(options.toStdString())), "axyb"), expected);
}

void TestBytePairEncoding::bytesStandForUnknownCharacters() {
  json bpe = with({{"byte_fallback", true}, {"unk_token", "?"}});
  bpe["vocab"].update({{"<0xC3>", 7}, {"<0xA9>", 8}});
  // All bytes of é are there, those of ü are not.
  QCOMPARE(tokensOf(bpe, "aéü"), QStringLiteral("a:0-1 <0xC3>:1-2 <0xA9>:1-2 ?:2-3"));
}

void TestBytePairEncoding::aWholePieceMayBeAToken() {
  json bpe = with({{"ignore_merges", true}, {"merges", {"a b"}}});
  QCOMPARE(tokensOf(bpe, "abc"), QStringLiteral("abc:0-3"));
  QCOMPARE(tokensOf(bpe, "abca"), QStringLiteral("ab:0-2 c:2-3 a:3-4"));
}

void TestBytePairEncoding::prefixesAndSuffixes() {
  const json bpe = {{"type", "BPE"},
                    {"vocab", {{"a", 0}, {"##b", 1}, {"##c</w>", 2}, {"ab", 3}}},
                    {"merges", {"a ##b"}},
                    {"continuing_subword_prefix", "##"},
                    {"end_of_word_suffix", "</w>"}};
  QCOMPARE(tokensOf(bpe, "abc"), QStringLiteral("ab:0-2 ##c</w>:2-3"));
}

// "ab" is a and b>, of which b> is no token but its bytes are.
void TestBytePairEncoding::bytesOfASuffixStandWithTheLastCharacter() {
  const json bytes = {{"type", "BPE"},
                      {"vocab", {{"a", 0}, {"<0x62>", 1}, {"<0x3E>", 2}}},
                      {"merges", json::array()},
                      {"byte_fallback", true},
                      {"end_of_word_suffix", ">"}};
  QCOMPARE(tokensOf(bytes, "ab"), QStringLiteral("a:0-1 <0x62>:1-2 <0x3E>:1-2"));
}

void TestBytePairEncoding::refuses_data() {
  refusedColumns();
  using enum TokenizerError;
  refusedRow(
      "a merge of three", badMerge, R"({"merges": ["a b c"]})",
      "some.json: model.merges[0]: a merge must be two tokens, \"a b\" or [\"a\", \"b\"], found "
      "\"a b c\"");
  refusedRow("a merge of one", badMerge, R"({"merges": ["a b", "c"]})",
             "some.json: model.merges[1]: a merge must be two tokens");
  refusedRow("a pair of three", badMerge, R"({"merges": [["a", "b", "c"]]})",
             "some.json: model.merges[0]: a merge must be two tokens");
  refusedRow("a pair of numbers", badMerge, R"({"merges": [[1, 2]]})",
             "some.json: model.merges[0]: a merge must be two tokens");
  refusedRow("a merge of nothing known", badMerge, R"({"merges": ["a x"]})",
             "some.json: model.merges[0]: the merge's token 'x' is not in the vocabulary");
  refusedRow("a merge into nothing known", badMerge, R"({"merges": ["c a"]})",
             "some.json: model.merges[0]: the merge's token 'ca' is not in the vocabulary");
  refusedRow("merges that are no list", wrongType, R"({"merges": {}})",
             "some.json: model.merges: expected an array, found object");
  refusedRow("an unknown token that is none", unknownTokenMissing, R"({"unk_token": "<unk>"})",
             "some.json: model: the unk_token '<unk>' is not in the vocabulary");
  refusedRow("dropout", unsupportedComponent, R"({"dropout": 0.1})",
             "some.json: model.dropout: dropout is for training");
  refusedRow("a flag that is a number", wrongType, R"({"fuse_unk": 1})",
             "some.json: model.fuse_unk: expected true or false, found number");
  refusedRow("a prefix that is a number", wrongType, R"({"continuing_subword_prefix": 1})",
             "some.json: model.continuing_subword_prefix: expected a string, found number");
}

void TestBytePairEncoding::refuses() {
  checkRefused(model());
}

HEADSCOPE_TEST(TestBytePairEncoding)

}  // namespace headscope::test_byte_pair_encoding

#include "test_byte_pair_encoding.moc"
