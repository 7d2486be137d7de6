#include <string>

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "io/json.h"
#include "test_class.h"
#include "text/shown.h"
#include "text/tokenizer_json.h"

namespace headscope::test_tokenizer_json {

using nlohmann::json;

class TestTokenizerJson : public QObject {
  Q_OBJECT
 private slots:
  void readsATokenizer();
  void takesWhatIsMissingOrNullAsNone();
  void readsBertProcessing();
  void putsSeveralSpecialTokensOnASide();
  void runsSequencesInTurn();
  void stripsAccentsAsLowercaseSays_data();
  void stripsAccentsAsLowercaseSays();
  void givesAddedTokensTheIdsThatCount();
  void keepsTheLastOfATokenGivenTwice();
  void refuses_data();
  void refuses();
  void passesOnWhatTheFileReaderSays();
};

namespace {

json addedToken(const std::string& content, int id) {
  return {{"id", id},        {"content", content},  {"single_word", false}, {"lstrip", false},
          {"rstrip", false}, {"normalized", false}, {"special", false}};
}

// A small tokenizer that has every part.
json base() {
  return {{"version", "1.0"},
          {"added_tokens", json::array({addedToken("<x>", 9)})},
          {"normalizer",
           {{"type", "BertNormalizer"},
            {"clean_text", true},
            {"handle_chinese_chars", true},
            {"strip_accents", nullptr},
            {"lowercase", true}}},
          {"pre_tokenizer", {{"type", "BertPreTokenizer"}}},
          {"post_processor",
           {{"type", "TemplateProcessing"},
            {"single", json::parse(R"([{"SpecialToken":{"id":"[CLS]","type_id":0}},
                                   {"Sequence":{"id":"A","type_id":0}}])")},
            {"special_tokens",
             json::parse(R"({"[CLS]":{"id":"[CLS]","ids":[3],"tokens":["[CLS]"]}})")}}},
          {"model",
           {{"type", "WordPiece"},
            {"unk_token", "[UNK]"},
            {"continuing_subword_prefix", "##"},
            {"max_input_chars_per_word", 100},
            {"vocab", {{"[UNK]", 0}, {"a", 1}, {"##b", 2}, {"[CLS]", 3}, {"é", 4}}}}}};
}

// The base with parts replaced at JSON pointers; a null takes the part away.
json changed(const json& changes) {
  json document = base();
  for (const auto& [where, value] : changes.items()) {
    const json::json_pointer pointer(where);
    if (value.is_null()) {
      document[pointer.parent_pointer()].erase(pointer.back());
    } else {
      document[pointer] = value;
    }
  }
  return document;
}

Result<std::unique_ptr<Tokenizer>> parse(const json& document) {
  return parseTokenizer(document.dump(), "some.json");
}

QString encoded(const json& document, const std::string& text) {
  const auto tokenizer = parse(document);
  return tokenizer ? shown((*tokenizer)->encode(text)->tokens)
                   : QString::fromStdString(describe(tokenizer.error()));
}

std::vector<std::int32_t> idsOf(const json& document, const std::string& text) {
  std::vector<std::int32_t> ids;
  const auto tokenizer = parse(document).value();
  const Encoding encoding = tokenizer->encode(text).value();
  for (const Token& token : encoding.tokens) {
    ids.push_back(token.id);
  }
  return ids;
}

}  // namespace

void TestTokenizerJson::readsATokenizer() {
  QCOMPARE(encoded(base(), "AB, <x>"), QStringLiteral("[CLS]:0-0 a:0-1 ##b:1-2 [UNK]:2-3 <x>:4-7"));
  QCOMPARE(idsOf(base(), "ab"), (std::vector<std::int32_t>{3, 1, 2}));
}

void TestTokenizerJson::takesWhatIsMissingOrNullAsNone() {
  const json model = base()["model"];
  QCOMPARE(encoded({{"model", model}}, "ab A"), QStringLiteral("[UNK]:0-4"));
  QCOMPARE(encoded({{"version", nullptr},
                    {"model", model},
                    {"added_tokens", nullptr},
                    {"normalizer", nullptr},
                    {"pre_tokenizer", nullptr},
                    {"post_processor", nullptr}},
                   "ab"),
           QStringLiteral("a:0-1 ##b:1-2"));
}

void TestTokenizerJson::readsBertProcessing() {
  const json document =
      changed({{"/post_processor", json::parse(R"({"type":"BertProcessing","sep":["[SEP]",8],
                                                   "cls":["[CLS]",3]})")}});
  QCOMPARE(encoded(document, "a"), QStringLiteral("[CLS]:0-0 a:0-1 [SEP]:0-0"));
  QCOMPARE(idsOf(document, "a"), (std::vector<std::int32_t>{3, 1, 8}));
}

void TestTokenizerJson::runsSequencesInTurn() {
  const json document =
      changed({{"/normalizer", json::parse(R"({"type":"Sequence","normalizers":[
          {"type":"Lowercase"},{"type":"Replace","pattern":{"String":"x"},"content":"a"}]})")},
               {"/pre_tokenizer", json::parse(R"({"type":"Sequence","pretokenizers":[
          {"type":"WhitespaceSplit"},{"type":"Digits","individual_digits":true}]})")},
               {"/post_processor", json::parse(R"({"type":"Sequence","processors":[
          {"type":"BertProcessing","sep":["[S]",8],"cls":["[C]",7]},
          {"type":"BertProcessing","sep":["[s]",8],"cls":["[c]",7]}]})")}});
  QCOMPARE(encoded(document, "XB 1a"),
           QStringLiteral("[c]:0-0 [C]:0-0 a:0-1 ##b:1-2 [UNK]:3-4 a:4-5 [S]:0-0 [s]:0-0"));
}

void TestTokenizerJson::putsSeveralSpecialTokensOnASide() {
  const json document = changed(
      {{"/post_processor/single",
        json::parse(R"([{"SpecialToken":{"id":"two"}},{"Sequence":{"id":"A"}},
                        {"SpecialToken":{"id":"one"}},{"SpecialToken":{"id":"one"}}])")},
       {"/post_processor/special_tokens",
        json::parse(
            R"({"two":{"ids":[5,6],"tokens":["p","q"]},"one":{"ids":[7],"tokens":["r"]}})")}});
  QCOMPARE(encoded(document, "a"), QStringLiteral("p:0-0 q:0-0 a:0-1 r:0-0 r:0-0"));
  QCOMPARE(idsOf(document, "a"), (std::vector<std::int32_t>{5, 6, 1, 7, 7}));
}

void TestTokenizerJson::stripsAccentsAsLowercaseSays_data() {
  QTest::addColumn<QString>("strip");
  QTest::addColumn<bool>("lowercase");
  QTest::addColumn<int>("id");  // of é: 1 without its accent
  QTest::newRow("null, lowercase") << "null" << true << 0;
  QTest::newRow("null, case kept") << "null" << false << 4;
  QTest::newRow("true, case kept") << "true" << false << 0;
  QTest::newRow("false, lowercase") << "false" << true << 4;
}

void TestTokenizerJson::stripsAccentsAsLowercaseSays() {
  QFETCH(QString, strip);
  QFETCH(bool, lowercase);
  QFETCH(int, id);
  json document = base();
  document["normalizer"]["strip_accents"] = json::parse(strip.toStdString());
  document["normalizer"]["lowercase"] = lowercase;
  QCOMPARE(idsOf(document, "é").at(1), id);
  if (strip == QLatin1String("null")) {
    document["normalizer"].erase("strip_accents");
    QCOMPARE(idsOf(document, "é").at(1), id);
  }
}

void TestTokenizerJson::givesAddedTokensTheIdsThatCount() {
  // The vocabulary's id counts, then the first that is free; the same content has one id.
  const json tokens = {addedToken("<x>", 77), addedToken("[CLS]", 5), addedToken("<y>", 0),
                       addedToken("<x>", 3)};
  QCOMPARE(idsOf(changed({{"/added_tokens", tokens}}), "<x>[CLS]<y>"),
           (std::vector<std::int32_t>{3, 5, 3, 6}));
  // A vocabulary with a gap: what is added follows the highest id of an added token.
  const json sparse = changed(
      {{"/added_tokens", {addedToken("far", 0), addedToken("<x>", 0)}}, {"/model/vocab/far", 40}});
  QCOMPARE(idsOf(sparse, "far<x>"), (std::vector<std::int32_t>{3, 40, 41}));
}

void TestTokenizerJson::keepsTheLastOfATokenGivenTwice() {
  std::string text = base().dump();
  text.replace(text.find("\"a\":1"), 5, "\"a\":7,\"a\":8");
  const auto tokenizer = parseTokenizer(text, "some.json");
  QVERIFY(tokenizer);
  QCOMPARE((*tokenizer)->encode("a")->tokens.at(1).id, 8);
}

void TestTokenizerJson::refuses_data() {
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("pointer");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("message");
  const auto row = [](const char* name, TokenizerError code, const char* pointer, const char* value,
                      const char* message) {
    QTest::newRow(name) << static_cast<int>(code) << QString::fromUtf8(pointer)
                        << QString::fromUtf8(value) << QString::fromUtf8(message);
  };
  using enum TokenizerError;
  row("no object", notAnObject, "", "[1]", "some.json: expected an object, found array");
  row("a model that is none", notAnObject, "/model", "7", "some.json: model: expected an object");
  row("a vocabulary that is a list", notAnObject, "/model/vocab", R"(["a"])",
      "some.json: model.vocab: expected an object of tokens and ids, found array");
  row("an added token that is a word", notAnObject, "/added_tokens", R"(["<x>"])",
      "some.json: added_tokens[0]: expected an object, found string");
  row("no model", missingField, "/model", "null", "some.json: the field 'model' is missing");
  row("no type", missingField, "/normalizer/type", "null",
      "some.json: normalizer: the field 'type' is missing");
  row("no vocabulary", missingField, "/model/vocab", "null",
      "some.json: model: the field 'vocab' is missing");
  row("no flag", missingField, "/added_tokens/0/lstrip", "null",
      "some.json: added_tokens[0]: the field 'lstrip' is missing");
  row("no special tokens", missingField, "/post_processor/special_tokens", "null",
      "some.json: post_processor: the field 'special_tokens' is missing");
  row("a number for a text", wrongType, "/model/unk_token", "7",
      "some.json: model.unk_token: expected a string, found number");
  row("a number for a flag", wrongType, "/normalizer/strip_accents", "1",
      "some.json: normalizer.strip_accents: expected true or false, found number");
  row("an object for a list", wrongType, "/added_tokens", "{}",
      "some.json: added_tokens: expected an array, found object");
  row("more ids than tokens", wrongType, "/post_processor/special_tokens/[CLS]/ids", "[3,4]",
      "some.json: post_processor.special_tokens.[CLS]: ids and tokens must be equally many");
  row("a pair of one", wrongType, "/post_processor",
      R"({"type":"BertProcessing","sep":["[SEP]"],"cls":["[CLS]",3]})",
      "some.json: post_processor.sep: expected a token and its id");
  row("another version", unsupportedVersion, "/version", "\"2.0\"",
      "some.json: version: the version must be \"1.0\", found \"2.0\"");
  row("another model", unsupportedComponent, "/model/type", "\"Other\"",
      "some.json: model: the model 'Other' is not supported. Supported are: BPE, Unigram, "
      "WordPiece");
  row("another normalizer", unsupportedComponent, "/normalizer/type", "\"Other\"",
      "some.json: normalizer: the normalizer 'Other' is not supported. Supported are: Bert");
  row("another pre-tokenizer", unsupportedComponent, "/pre_tokenizer/type", "\"Other\"",
      "some.json: pre_tokenizer: the pre-tokenizer 'Other' is not supported. Supported are: Bert");
  row("another post-processor", unsupportedComponent, "/post_processor/type", "\"Other\"",
      "some.json: post_processor: the post-processor 'Other' is not supported. Supported are: ");
  row("a negative id", invalidId, "/model/vocab/a", "-1",
      "some.json: model.vocab.a: an id must be a whole number from 0 to 2147483647, found -1");
  row("an id with a fraction", invalidId, "/model/vocab/a", "1.0",
      "some.json: model.vocab.a: an id must be a whole number from 0 to 2147483647, found 1.0");
  row("an id too large", invalidId, "/added_tokens/0/id", "2147483648",
      "some.json: added_tokens[0].id: an id must be");
  row("no id left", invalidId, "/model/vocab/<w>", "2147483647",
      "some.json: added_tokens[1]: no id is left for '<z>'");
  row("an id that is a list", invalidId, "/model/vocab/a", "[1]",
      "some.json: model.vocab.a: an id must be a whole number from 0 to 2147483647, found [1]");
  row("an empty vocabulary", emptyVocabulary, "/model/vocab", "{}",
      "some.json: model.vocab: the vocabulary has no tokens");
  row("an unknown unknown token", unknownTokenMissing, "/model/unk_token", "\"<unk>\"",
      "some.json: model: the unk_token '<unk>' is not in the vocabulary");
  row("an empty added token", emptyAddedToken, "/added_tokens/0/content", "\"\"",
      "some.json: added_tokens[0]: an added token has no characters");
  row("a template's token that is not there", templateTokenMissing,
      "/post_processor/single/0/SpecialToken/id", "\"[X]\"",
      "some.json: post_processor.single[0].SpecialToken: the template uses '[X]', which");
  row("a part of a sequence that is none", wrongType, "/normalizer",
      R"({"type":"Sequence","normalizers":[null]})",
      "some.json: normalizer.normalizers[0]: expected a normalizer");
  row("another part of a sequence", unsupportedComponent, "/pre_tokenizer",
      R"({"type":"Sequence","pretokenizers":[{"type":"Other"}]})",
      "some.json: pre_tokenizer.pretokenizers[0]: the pre-tokenizer 'Other' is not supported");
  row("a sequence of nothing", missingField, "/post_processor", R"({"type":"Sequence"})",
      "some.json: post_processor: the field 'processors' is missing");
  row("a template without the text", templateWithoutText, "/post_processor/single", "[]",
      "some.json: post_processor: the template 'single' has no place for the text");
}

void TestTokenizerJson::refuses() {
  QFETCH(int, code);
  QFETCH(QString, pointer);
  QFETCH(QString, value);
  QFETCH(QString, message);
  json changes = {{pointer.toStdString(), json::parse(value.toStdString())}};
  if (pointer == QLatin1String("/model/vocab/<w>")) {
    changes["/added_tokens"] = {addedToken("<w>", 0), addedToken("<z>", 0)};
  }
  const auto tokenizer = pointer.isEmpty() ? parseTokenizer(value.toStdString(), "some.json")
                                           : parse(changed(changes));
  QVERIFY(!tokenizer);
  const QString actual = QString::fromStdString(describe(tokenizer.error()));
  QVERIFY2(actual.startsWith(message), qPrintable(actual));
  QVERIFY(tokenizer.error().code == static_cast<TokenizerError>(code));
  QVERIFY(tokenizer.error().kind == ErrorKind::badInput);
}

void TestTokenizerJson::passesOnWhatTheFileReaderSays() {
  QVERIFY(parseTokenizer("{\"model\":", "some.json").error().code == JsonError::syntax);
  const QTemporaryDir folder;
  const auto missing = loadTokenizer(folder.filePath(QStringLiteral("none.json")).toStdString());
  QVERIFY(missing.error().code == JsonError::cannotRead);
  QVERIFY(describe(missing.error()).find("none.json") != std::string::npos);
}

HEADSCOPE_TEST(TestTokenizerJson)

}  // namespace headscope::test_tokenizer_json

#include "test_tokenizer_json.moc"
