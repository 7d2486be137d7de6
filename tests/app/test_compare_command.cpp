#include <QTemporaryDir>
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
  void twoModelsReadOneText();
  void headsOfAnotherModelByHowAlikeTheyAre();
  void smolLm2HasAHeadLikeMiniLms();
  void wordsOfTwoTokenizersGoTogether();
  void aSecondModelThatIsNotThereIsBadInput();
  void twoHeadsDifferRowByRow();
  void headsThatAreNoneAreBadInput_data();
  void headsThatAreNoneAreBadInput();
  void headsNeedARow();
  void oneKindAtATime();
  void aRecordingIsComparedByItsTokens();
  void aRecordingReadsNoSecondText();
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

// The same seed gives the same weights.
void TestCompareCommand::twoModelsReadOneText() {
  const auto same = jsonOf(
      compareIn("sandbox:heads=2,seed=3",
                {"--text", "a b c", "--model2", "sandbox:heads=2,seed=3", "--row", "b", "--json"}));
  QCOMPARE(same["heads"].size(), std::size_t{2});
  QCOMPARE(same["tokens2"].size(), std::size_t{3});
  QCOMPARE(same["heads"][0]["swing"].get<double>(), 0.0);
  const auto other =
      jsonOf(compareIn("sandbox:heads=3", {"--text", "a b c", "--model2", "sandbox:heads=2,seed=4",
                                           "--row", "b", "--json"}));
  QCOMPARE(other["heads"].size(), std::size_t{2});  // that both have
  QVERIFY(other["heads"][0]["swing"].get<double>() >= other["heads"][1]["swing"].get<double>());
  QVERIFY(other["heads"][1]["swing"].get<double>() > 0);
  QVERIFY(!other.contains("head"));
}

void TestCompareCommand::headsOfAnotherModelByHowAlikeTheyAre() {
  const std::vector<std::string> options = {"--text", "a b c", "--model2", "sandbox:heads=4",
                                            "--head", "L0.H1", "--row",    "c"};
  auto asJson = options;
  asJson.push_back("--json");
  const auto json = jsonOf(compareIn("sandbox:heads=4", asJson));
  QCOMPARE(json["head"]["head"].get<int>(), 1);
  QCOMPARE(json["heads"].size(), std::size_t{4});
  QCOMPARE(json["heads"][0]["head"].get<int>(), 1);  // itself
  QCOMPARE(json["heads"][0]["swing"].get<double>(), 0.0);
  QVERIFY(json["heads"][1]["swing"].get<double>() <= json["heads"][3]["swing"].get<double>());
  const Outcome table = compareIn("sandbox:heads=4", options);
  QVERIFY2(table.out.starts_with("row \"c\": heads most like L0·H1\n"), table.out.c_str());
  QVERIFY2(table.out.find("\nL0·H1    0.000") != std::string::npos, table.out.c_str());
}

// Of both the head that looks from "it" to "animal".
void TestCompareCommand::smolLm2HasAHeadLikeMiniLms() {
  const QByteArray miniLm = qgetenv("HEADSCOPE_MINILM_DIR");
  const QByteArray smolLm2 = qgetenv("HEADSCOPE_SMOLLM2_GGUF");
  if (miniLm.isEmpty() || smolLm2.isEmpty()) {
    QSKIP("HEADSCOPE_MINILM_DIR or HEADSCOPE_SMOLLM2_GGUF is not set");
  }
  const auto json =
      jsonOf(compareIn(miniLm.constData(), {"--text", kTired, "--model2", smolLm2.constData(),
                                            "--head", "L3.H1", "--row", "it", "--json"}));
  QCOMPARE(json["heads"].size(), std::size_t{270});
  QCOMPARE(json["heads"][0]["layer"].get<int>(), 13);
  QCOMPARE(json["heads"][0]["head"].get<int>(), 8);
}

void TestCompareCommand::wordsOfTwoTokenizersGoTogether() {
  const std::vector<std::string> options = {"--text", "it didn't cross", "--model2", "playground",
                                            "--row"};
  auto cross = options;
  cross.insert(cross.end(), {"cross", "--json"});
  const auto json = jsonOf(compareIn("sandbox:heads=2", cross));
  QCOMPARE(json["row"].get<int>(), 2);
  QCOMPARE(json["row2"].get<int>(), 4);
  auto didNot = options;
  didNot.push_back("didn't");
  const Outcome outcome = compareIn("sandbox:heads=2", didNot);
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("the second model has no token in the place of 'didn't'") !=
               std::string::npos,
           outcome.err.c_str());
}

void TestCompareCommand::aSecondModelThatIsNotThereIsBadInput() {
  const Outcome outcome =
      compareIn("sandbox", {"--text", "a b", "--model2", "/no/such/model", "--row", "a"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("/no/such/model") != std::string::npos, outcome.err.c_str());
}

void TestCompareCommand::twoHeadsDifferRowByRow() {
  const auto json = jsonOf(
      compareIn("sandbox:heads=3,layers=2", {"--text", "a b c", "--heads", "L0.H1,1.2", "--json"}));
  QCOMPARE(json["heads"][0]["layer"].get<int>(), 0);
  QCOMPARE(json["heads"][1]["head"].get<int>(), 2);
  QCOMPARE(json["rows"].size(), std::size_t{3});
  double sum = 0;
  for (const auto& row : json["rows"]) {
    sum += row["swing"].get<double>();
  }
  QVERIFY(std::abs(json["mean"].get<double>() - sum / 3) < 1e-12);
  QVERIFY(json["rows"][0]["swing"].get<double>() >= json["rows"][2]["swing"].get<double>());
  const Outcome table = compareIn("sandbox:heads=3,layers=2",
                                  {"--text", "a b c", "--heads", "L0·H1,L0·H1", "--most", "1"});
  QVERIFY2(table.out.starts_with("L0·H1 and L0·H1: 0.000 of a row's attention is elsewhere"),
           table.out.c_str());
  QVERIFY2(table.out.find("\na               0.000  ") != std::string::npos, table.out.c_str());
  QVERIFY2(table.out.ends_with("and 2 rows that differ less\n"), table.out.c_str());
}

void TestCompareCommand::headsThatAreNoneAreBadInput_data() {
  QTest::addColumn<QString>("heads");
  QTest::addColumn<QString>("problem");
  QTest::newRow("one") << "L0.H1"
                       << "is not two heads";
  QTest::newRow("a word") << "L0.H1,first"
                          << "'first' is no head";
  QTest::newRow("without a head") << "L0,L0.H1"
                                  << "'L0' is no head";
  QTest::newRow("no such layer") << "L0.H1,L1.H0"
                                 << "the model has no head L1·H0";
  QTest::newRow("no such head") << "L0.H8,L0.H0"
                                << "the model has no head L0·H8";
}

void TestCompareCommand::headsThatAreNoneAreBadInput() {
  QFETCH(QString, heads);
  QFETCH(QString, problem);
  const Outcome outcome = compareIn("sandbox", {"--text", "a b", "--heads", heads.toStdString()});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find(problem.toStdString()) != std::string::npos, outcome.err.c_str());
}

void TestCompareCommand::headsNeedARow() {
  const Outcome outcome = compareIn("sandbox", {"--text", "a b", "--text2", "a c"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("heads are compared by a row") != std::string::npos,
           outcome.err.c_str());
}

void TestCompareCommand::oneKindAtATime() {
  QCOMPARE(
      compareIn("sandbox", {"--text", "a b", "--text2", "a c", "--model2", "sandbox", "--row", "a"})
          .exitCode,
      2);
  QCOMPARE(
      compareIn("sandbox", {"--text", "a b", "--text2", "a c", "--head", "L0.H0", "--row", "a"})
          .exitCode,
      2);
}

// With the model it was recorded from nothing differs.
void TestCompareCommand::aRecordingIsComparedByItsTokens() {
  const QTemporaryDir folder;
  const std::string file = folder.filePath(QStringLiteral("rec.safetensors")).toStdString();
  constexpr const char* kSandbox = "sandbox:heads=2,d_k=4,d_model=8";
  QCOMPARE(runHeadscope({"dump", "--model", kSandbox, "--text", "one two three", "--out", file})
               .exitCode,
           0);
  const Outcome outcome = compareIn(
      file.c_str(), {"--text", "one two three", "--model2", kSandbox, "--row", "two", "--json"});
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  const auto json = jsonOf(outcome);
  QCOMPARE(json["heads"].size(), std::size_t{2});
  for (const auto& head : json["heads"]) {
    QVERIFY(head["swing"].get<double>() < 1e-6);
  }
}

void TestCompareCommand::aRecordingReadsNoSecondText() {
  const QTemporaryDir folder;
  const std::string file = folder.filePath(QStringLiteral("rec.safetensors")).toStdString();
  runHeadscope(
      {"dump", "--model", "sandbox:heads=2,d_k=4,d_model=8", "--text", "one two", "--out", file});
  const Outcome outcome =
      compareIn(file.c_str(), {"--text", "one two", "--text2", "one four", "--row", "one"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("recording") != std::string::npos, outcome.err.c_str());
  const Outcome heads = runHeadscope({"heads", "--model", file, "--text", "anything else"});
  QCOMPARE(heads.exitCode, 2);
}

HEADSCOPE_TEST(TestCompareCommand)

}  // namespace headscope::test_compare_command

#include "test_compare_command.moc"
