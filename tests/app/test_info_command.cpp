#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/program_run.h"
#include "test_class.h"

namespace headscope::test_info_command {

class TestInfoCommand : public QObject {
  Q_OBJECT
 private slots:
  void itDescribesASandbox();
  void jsonHasEverySize();
  void itDescribesACheckpoint();
  void itSaysThatAModelReadsImages();
  void aModelThatIsNotThereIsBadInput();
  void aModelThatIsNotFetchedSaysHowToGetIt();
  void aWrongSandboxNamesTheKey();
  void anUnknownOptionIsBadInput();
  void helpAndVersionAreDone();
};

void TestInfoCommand::itDescribesASandbox() {
  const Outcome outcome = runHeadscope({"info", "--model", "sandbox:heads=3,d_k=4,d_model=8"});
  QCOMPARE(outcome.exitCode, 0);
  QCOMPARE(outcome.err, std::string());
  for (const char* line : {"heads       3\n", "d_k         4\n", "d_model     8\n"}) {
    QVERIFY2(outcome.out.find(line) != std::string::npos, outcome.out.c_str());
  }
}

void TestInfoCommand::jsonHasEverySize() {
  const Outcome outcome = runHeadscope(
      {"info", "--json", "--model", "sandbox:heads=3,d_k=4,d_model=8,layers=2,mask=causal"});
  QCOMPARE(outcome.exitCode, 0);
  const auto json = nlohmann::json::parse(outcome.out);
  QCOMPARE(json["heads"].get<int>(), 3);
  QCOMPARE(json["d_k"].get<int>(), 4);
  QCOMPARE(json["d_model"].get<int>(), 8);
  QCOMPARE(json["layers"].get<int>(), 2);
  QCOMPARE(json["mask"].get<std::string>(), std::string("causal"));
  QCOMPARE(json["positions"].get<std::string>(), std::string("none"));
}

void TestInfoCommand::itDescribesACheckpoint() {
  const Outcome outcome =
      runHeadscope({"info", "--json", "--model", HEADSCOPE_TEST_DATA "/models/bert"});
  QCOMPARE(outcome.exitCode, 0);
  const auto json = nlohmann::json::parse(outcome.out);
  QCOMPARE(json["family"].get<std::string>(), std::string("BERT"));
  QCOMPARE(json["layers"].get<int>(), 3);
  QCOMPARE(json["heads"].get<int>(), 4);
  QCOMPARE(json["max_tokens"].get<int>(), 48);
  QCOMPARE(json["input"].get<std::string>(), std::string("token ids"));  // it has no tokenizer
}

void TestInfoCommand::itSaysThatAModelReadsImages() {
  const Outcome vit = runHeadscope({"info", "--model", HEADSCOPE_TEST_DATA "/models/vit"});
  QCOMPARE(vit.exitCode, 0);
  QVERIFY2(vit.out.find("input       an image of 24 x 24, patches of 8\n") != std::string::npos,
           vit.out.c_str());
  QVERIFY2(vit.err.starts_with("headscope: vit: the folder has no preprocessor_config.json"),
           vit.err.c_str());
  const Outcome deit =
      runHeadscope({"info", "--json", "--model", HEADSCOPE_TEST_DATA "/models/deit"});
  QCOMPARE(deit.err, std::string());
  QCOMPARE(nlohmann::json::parse(deit.out)["input"].get<std::string>(),
           std::string("an image of 18 x 18, patches of 4"));
}

void TestInfoCommand::aModelThatIsNotThereIsBadInput() {
  const Outcome outcome = runHeadscope({"info", "--model", "no/such/model"});
  QCOMPARE(outcome.exitCode, 2);
  QCOMPARE(outcome.out, std::string());
  QVERIFY2(outcome.err.starts_with("headscope: no/such/model: "), outcome.err.c_str());
  QVERIFY2(outcome.err.find("headscope models list") != std::string::npos, outcome.err.c_str());
}

void TestInfoCommand::aModelThatIsNotFetchedSaysHowToGetIt() {
  const QTemporaryDir empty;
  qputenv("XDG_DATA_HOME", empty.path().toLocal8Bit());
  const Outcome outcome = runHeadscope({"info"});
  QVERIFY(outcome.exitCode != 0);
  QVERIFY2(outcome.err.find("headscope models get all-MiniLM-L6-v2") != std::string::npos,
           outcome.err.c_str());
}

void TestInfoCommand::aWrongSandboxNamesTheKey() {
  const Outcome outcome = runHeadscope({"info", "--model", "sandbox:heads=99"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("heads") != std::string::npos, outcome.err.c_str());
  QVERIFY2(outcome.err.find("64") != std::string::npos, outcome.err.c_str());
}

void TestInfoCommand::anUnknownOptionIsBadInput() {
  QCOMPARE(runHeadscope({"info", "--nonsense"}).exitCode, 2);
  QCOMPARE(runHeadscope({"nonsense"}).exitCode, 2);
}

void TestInfoCommand::helpAndVersionAreDone() {
  const Outcome help = runHeadscope({"--help"});
  QCOMPARE(help.exitCode, 0);
  for (const char* command : {"info", "dump", "render", "tokenize", "models"}) {
    QVERIFY2(help.out.find(command) != std::string::npos, help.out.c_str());
  }
  const Outcome version = runHeadscope({"--version"});
  QCOMPARE(version.exitCode, 0);
  QVERIFY2(version.out.starts_with("headscope 0."), version.out.c_str());
}

HEADSCOPE_TEST(TestInfoCommand)

}  // namespace headscope::test_info_command

#include "test_info_command.moc"
