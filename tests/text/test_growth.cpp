#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/components.h"
#include "text/growth.h"
#include "text/tokenizer_json.h"

namespace headscope::test_growth {

using nlohmann::json;

// What a small tokenizer.json must not make of a short text.
class TestGrowth : public QObject {
  Q_OBJECT
 private slots:
  void countsFromTheTypedText();
  void stepsThatDoubleATextAreGivenUp_data();
  void stepsThatDoubleATextAreGivenUp();
  void piecesThatGrowAreCountedTogether();
  void anAddedTokenThatTakesTooLongIsRefused();
};

namespace {

json withModel(json parts) {
  parts["model"] = {{"type", "WordPiece"},
                    {"vocab", {{"a", 0U}}},
                    {"unk_token", "a"},
                    {"continuing_subword_prefix", ""},
                    {"max_input_chars_per_word", 9U}};
  return parts;
}

json times(int count, const json& step) {
  return json(std::vector<json>(static_cast<std::size_t>(count), step));
}

// So many times that of what it is put in for.
json replacing(const char* pattern, int count) {
  return {{"type", "Replace"},
          {"pattern", {{"Regex", pattern}}},
          {"content", std::string(static_cast<std::size_t>(count), 'a')}};
}

}  // namespace

void TestGrowth::countsFromTheTypedText() {
  checkGrowth(0, kGrowthOfAny);
  checkGrowth(10, kGrowthOfAny + 10 * kMostGrowth);
  QVERIFY_THROWS_EXCEPTION(CannotTokenize, checkGrowth(10, kGrowthOfAny + 11 * kMostGrowth));
  constexpr std::size_t kLong = 1'000'000;
  checkGrowth(kLong, kLong * kMostGrowthOfLong);
  QVERIFY_THROWS_EXCEPTION(CannotTokenize, checkGrowth(kLong, kLong * (kMostGrowthOfLong + 1)));
}

void TestGrowth::stepsThatDoubleATextAreGivenUp_data() {
  QTest::addColumn<QString>("parts");
  const auto row = [](const char* name, const json& parts) {
    QTest::newRow(name) << QString::fromStdString(parts.dump());
  };
  row("normalizers",
      {{"normalizer", {{"type", "Sequence"}, {"normalizers", times(40, replacing("a", 2))}}}});
  row("one normalizer", {{"normalizer", replacing("", 100000)}});
  row("pre-tokenizers", {{"pre_tokenizer",
                          {{"type", "Sequence"},
                           {"pretokenizers", times(40, {{"type", "ByteLevel"},
                                                        {"add_prefix_space", false},
                                                        {"use_regex", false}})}}}});
}

void TestGrowth::stepsThatDoubleATextAreGivenUp() {
  QFETCH(QString, parts);
  const auto tokenizer =
      parseTokenizer(withModel(json::parse(parts.toStdString())).dump(), "t.json");
  QVERIFY2(tokenizer.has_value(), tokenizer ? "" : describe(tokenizer.error()).c_str());
  const auto encoding = (*tokenizer)->encode("aé");
  QVERIFY(!encoding);
  QVERIFY(encoding.error().code == TextError::tooComplex);
}

// A thousand characters of each typed one, none of them in a long piece.
void TestGrowth::piecesThatGrowAreCountedTogether() {
  json steps =
      times(11, {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}});
  steps[0] = {{"type", "Split"},
              {"pattern", {{"Regex", "."}}},
              {"behavior", "Isolated"},
              {"invert", false}};
  const auto tokenizer = parseTokenizer(
      withModel({{"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", steps}}}}).dump(),
      "t.json");
  QVERIFY2(tokenizer.has_value(), tokenizer ? "" : describe(tokenizer.error()).c_str());
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += "é";
  }
  const auto encoding = (*tokenizer)->encode(text);
  QVERIFY(!encoding);
  QVERIFY(encoding.error().code == TextError::tooComplex);
}

// They are normalized while the file is read.
void TestGrowth::anAddedTokenThatTakesTooLongIsRefused() {
  const json added = {{"id", 1U},        {"content", "aa"}, {"single_word", false},
                      {"lstrip", false}, {"rstrip", false}, {"normalized", true}};
  const json tokenizer =
      withModel({{"normalizer", replacing("", 100000)}, {"added_tokens", json::array({added})}});
  const auto read = parseTokenizer(tokenizer.dump(), "t.json");
  QVERIFY(!read);
  QVERIFY(read.error().code == TokenizerError::badAddedToken);
  QCOMPARE(read.error().place, std::string("added_tokens"));
}

HEADSCOPE_TEST(TestGrowth)

}  // namespace headscope::test_growth

#include "test_growth.moc"
