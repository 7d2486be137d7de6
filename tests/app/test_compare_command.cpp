#include <QTest>
#include <nlohmann/json.hpp>

#include "app/program_run.h"
#include "test_class.h"

namespace headscope::test_compare_command {

class TestCompareCommand : public QObject {
  Q_OBJECT
 private slots:
  void theHeadThatNoticedComesFirst();
  void aTableSaysWhatChanged();
  void theSameTextMovesNothing();
  void aWordMoreIsAKeyOfOneTextAlone();
  void underACausalMaskItSaysWhyNothingCanDiffer();
  void aRowOfOneTextAloneIsBadInput();
  void aRowThatIsNotThereIsBadInput();
  void bothTextsAreNeeded();
};

namespace {

constexpr const char* kTired = "The animal didn't cross the street because it was too tired.";
constexpr const char* kWide = "The animal didn't cross the street because it was too wide.";

Outcome compareIn(const char* model, std::vector<std::string> more) {
  std::vector<std::string> arguments = {"compare", "--model", model};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return runHeadscope(arguments);
}

nlohmann::json jsonOf(const Outcome& outcome) {
  return nlohmann::json::parse(outcome.out, nullptr, false);
}

}  // namespace

// Of the default model, as transformers has it: 0.676848 and 0.281139.
void TestCompareCommand::theHeadThatNoticedComesFirst() {
  const QByteArray folder = qgetenv("HEADSCOPE_MINILM_DIR");
  if (folder.isEmpty()) {
    QSKIP("HEADSCOPE_MINILM_DIR is not set");
  }
  const Outcome outcome =
      compareIn(folder.constData(), {"--text", kTired, "--text2", kWide, "--row", "it", "--json"});
  QCOMPARE(outcome.exitCode, 0);
  const auto json = jsonOf(outcome);
  QCOMPARE(json["heads"].size(), std::size_t{72});
  const auto& first = json["heads"][0];
  QCOMPARE(first["layer"].get<int>(), 3);
  QCOMPARE(first["head"].get<int>(), 1);
  QCOMPARE(json["tokens"][first["key"].get<std::size_t>()].get<std::string>(),
           std::string("animal"));
  QVERIFY(std::abs(first["before"].get<double>() - .676848) < 1e-4);
  QVERIFY(std::abs(first["after"].get<double>() - .281139) < 1e-4);
  QVERIFY(std::abs(first["swing"].get<double>() - .452666) < 1e-4);
  QVERIFY(!json.contains("note"));
}

void TestCompareCommand::aTableSaysWhatChanged() {
  const Outcome outcome =
      compareIn("playground", {"--text", kTired, "--text2", kWide, "--row", "it", "--most", "3"});
  QCOMPARE(outcome.exitCode, 0);
  QVERIFY2(outcome.out.starts_with("row \"it\": which head moved\n"), outcome.out.c_str());
  QVERIFY2(outcome.out.find("\nL1·H2    0.99") != std::string::npos, outcome.out.c_str());
  QVERIFY2(outcome.out.find("animal 0.99") != std::string::npos, outcome.out.c_str());
  QVERIFY2(outcome.out.ends_with("and 5 heads that moved less\n"), outcome.out.c_str());
}

void TestCompareCommand::theSameTextMovesNothing() {
  const auto json = jsonOf(compareIn(
      "sandbox:heads=2", {"--text", "a b c", "--text2", "a b c", "--row", "b", "--json"}));
  QCOMPARE(json["heads"].size(), std::size_t{2});
  for (const auto& head : json["heads"]) {
    QCOMPARE(head["swing"].get<double>(), 0.0);
  }
}

void TestCompareCommand::aWordMoreIsAKeyOfOneTextAlone() {
  const auto json = jsonOf(
      compareIn("sandbox:heads=1", {"--text", "a c", "--text2", "a b c", "--row", "c", "--json"}));
  QCOMPARE(json["row"].get<int>(), 1);
  QCOMPARE(json["row2"].get<int>(), 2);
  QVERIFY(json["heads"][0]["swing"].get<double>() > 0);
}

void TestCompareCommand::underACausalMaskItSaysWhyNothingCanDiffer() {
  const std::vector<std::string> texts = {"--text",      "it was tired", "--text2",
                                          "it was wide", "--row",        "it"};
  const Outcome causal = compareIn("sandbox:mask=causal", texts);
  QCOMPARE(causal.exitCode, 0);
  QVERIFY2(causal.out.find("So no head can differ here.") != std::string::npos, causal.out.c_str());
  QVERIFY2(causal.out.find("0.000") != std::string::npos, causal.out.c_str());
  const Outcome both = compareIn("sandbox", texts);
  QVERIFY(both.out.find("causal") == std::string::npos);
}

void TestCompareCommand::aRowOfOneTextAloneIsBadInput() {
  const Outcome outcome = compareIn("sandbox", {"--text", "a b c", "--text2", "a c", "--row", "b"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("the second text has nothing in the place of 'b'") != std::string::npos,
           outcome.err.c_str());
}

void TestCompareCommand::aRowThatIsNotThereIsBadInput() {
  const Outcome outcome = compareIn("sandbox", {"--text", "a b c", "--text2", "a c", "--row", "x"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("no token is 'x'") != std::string::npos, outcome.err.c_str());
}

void TestCompareCommand::bothTextsAreNeeded() {
  QCOMPARE(compareIn("sandbox", {"--text", "a b c", "--row", "a"}).exitCode, 2);
}

HEADSCOPE_TEST(TestCompareCommand)

}  // namespace headscope::test_compare_command

#include "test_compare_command.moc"
