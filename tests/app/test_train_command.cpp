#include <QTest>
#include <nlohmann/json.hpp>

#include "app/program_run.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_train_command {

class TestTrainCommand : public QObject {
  Q_OBJECT
 private slots:
  void whatItTrainsCanBeOpened();
  void optionsAreThoseThatWereGiven();
  void stepsAreThoseOfTheTask();
  void itSaysWhatCameOut();
  void aTextOfOnesOwn();
  void badInput_data();
  void badInput();
  void aFolderIsNeeded();
  void aFolderThatCannotBeMade();
  void aModelThatDivergesIsNotWritten();
};

namespace {

// A small model, to be trained for a moment.
std::vector<std::string> train(const TestFolder& folder, std::vector<std::string> more) {
  std::vector<std::string> arguments = {"train",
                                        "--heads",
                                        "2",
                                        "--d-k",
                                        "4",
                                        "--d-model",
                                        "8",
                                        "--layers",
                                        "1",
                                        "--batch",
                                        "2",
                                        "--out",
                                        folder.file("model").string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

void TestTrainCommand::whatItTrainsCanBeOpened() {
  const TestFolder folder;
  const std::string out = folder.file("model").string();
  const Outcome outcome =
      runHeadscope({"train", "--task", "copy", "--steps", "3", "--out", out, "--json"});
  QCOMPARE(outcome.exitCode, 0);
  const auto json = nlohmann::json::parse(outcome.out);
  QCOMPARE(json["task"].get<std::string>(), std::string("copy"));
  QCOMPARE(json["steps_done"].get<int>(), 3);
  QCOMPARE(json["options"]["steps"].get<int>(), 3);
  QCOMPARE(json["options"]["warm_up"].get<int>(), 3);
  QCOMPARE(json["options"]["heads"].get<int>(), 4);
  QCOMPARE(json["options"]["positions"].get<std::string>(), std::string("learned"));
  QCOMPARE(json["out"].get<std::string>(), out);
  QVERIFY(json["loss"].get<double>() > 0);
  QVERIFY(json["seconds"].get<double>() > 0);
  const double accuracy = json["accuracy"]["new sequences"].get<double>();
  QVERIFY(accuracy >= 0 && accuracy <= 1);
  const Outcome info = runHeadscope({"info", "--model", out, "--json"});
  QCOMPARE(info.exitCode, 0);
  const auto described = nlohmann::json::parse(info.out);
  QCOMPARE(described["family"].get<std::string>(), std::string("Playground"));
  QCOMPARE(described["heads"].get<int>(), 4);
  QCOMPARE(described["layers"].get<int>(), 2);
  QCOMPARE(described["max_tokens"].get<int>(), 128);
}

void TestTrainCommand::optionsAreThoseThatWereGiven() {
  const TestFolder folder;
  const Outcome outcome = runHeadscope(
      train(folder, {"--task", "reverse", "--positions", "sinusoid", "--norm", "post",
                     "--learning-rate", "0.002", "--seed", "9", "--steps", "2", "--json"}));
  QCOMPARE(outcome.exitCode, 0);
  const auto expected = nlohmann::json::parse(R"({
    "heads": 2, "d_k": 4, "layers": 1, "d_model": 8, "positions": "sinusoid", "norm": "post",
    "learning_rate": 0.002, "batch": 2, "steps": 2, "warm_up": 2, "seed": 9})");
  QCOMPARE(nlohmann::json::parse(outcome.out)["options"].dump(), expected.dump());
  const auto training = nlohmann::json::parse(folder.read("model/training.json"));
  QCOMPARE(training["options"].dump(), expected.dump());
  QCOMPARE(training["steps_done"].get<int>(), 2);
  QVERIFY(training.contains("accuracy"));
}

void TestTrainCommand::stepsAreThoseOfTheTask() {
  const TestFolder folder;
  const Outcome outcome = runHeadscope(train(folder, {"--task", "copy", "--json"}));
  QCOMPARE(outcome.exitCode, 0);
  const auto json = nlohmann::json::parse(outcome.out);
  QCOMPARE(json["steps_done"].get<int>(), 300);
  QCOMPARE(json["options"]["warm_up"].get<int>(), 30);
}

void TestTrainCommand::itSaysWhatCameOut() {
  const TestFolder folder;
  const Outcome outcome = runHeadscope(train(folder, {"--task", "induction", "--steps", "2"}));
  QCOMPARE(outcome.exitCode, 0);
  QVERIFY2(outcome.out.starts_with("2 steps in "), outcome.out.c_str());
  QVERIFY2(outcome.out.find(" % of new sequences right\n") != std::string::npos,
           outcome.out.c_str());
  QVERIFY2(outcome.out.ends_with("See it with: headscope --model " + folder.file("model").string() +
                                 "\n"),
           outcome.out.c_str());
}

void TestTrainCommand::aTextOfOnesOwn() {
  const TestFolder folder;
  std::string text;
  for (int i = 0; i < 20; ++i) {
    text += "one two three four, ";
  }
  const auto file = folder.write("own.txt", text);
  const Outcome outcome =
      runHeadscope(train(folder, {"--task", file.string(), "--steps", "1", "--json"}));
  QCOMPARE(outcome.exitCode, 0);
  const auto json = nlohmann::json::parse(outcome.out);
  QVERIFY(json["accuracy"].contains("the text's end"));
}

void TestTrainCommand::badInput_data() {
  QTest::addColumn<QStringList>("more");
  QTest::addColumn<QString>("said");
  const auto row = [](const char* name, const QStringList& more, const char* said) {
    QTest::newRow(name) << more << said;
  };
  row("unknown task", {"--task", "sorting"},
      "headscope: sorting: there is no such task. Tasks are coreference, induction, copy, reverse, "
      "next-word, a task's .json file, or a .txt file whose words are to be learnt.\n");
  row("no heads", {"--heads", "0"}, "--heads");
  row("too many heads", {"--heads", "17"}, "--heads");
  row("no d_k", {"--d-k", "0"}, "--d-k");
  row("too many layers", {"--layers", "7"}, "--layers");
  row("too wide", {"--d-model", "257"}, "--d-model");
  row("learning rate", {"--learning-rate", "2"}, "--learning-rate");
  row("no batch", {"--batch", "0"}, "--batch");
  row("too many steps", {"--steps", "100001"}, "--steps");
  row("seed", {"--seed", "-1"}, "--seed");
  row("positions", {"--positions", "relative"}, "--positions");
  row("norm", {"--norm", "both"}, "--norm");
  row("odd rotary", {"--positions", "rotary", "--d-k", "3"},
      "headscope: d_k: rotary positions turn pairs of dimensions, and 3 is odd. Take an even d_k, "
      "or other positions.\n");
}

void TestTrainCommand::badInput() {
  QFETCH(const QStringList, more);
  QFETCH(const QString, said);
  const TestFolder folder;
  std::vector<std::string> arguments = {"train", "--out", folder.file("model").string()};
  for (const QString& argument : more) {
    arguments.push_back(argument.toStdString());
  }
  const Outcome outcome = runHeadscope(arguments);
  QCOMPARE(outcome.exitCode, 2);
  QCOMPARE(outcome.out, std::string());
  QVERIFY2(outcome.err.find(said.toStdString()) != std::string::npos, outcome.err.c_str());
  QVERIFY(folder.names().empty());
}

void TestTrainCommand::aFolderIsNeeded() {
  const Outcome outcome = runHeadscope({"train", "--task", "copy"});
  QCOMPARE(outcome.exitCode, 2);
  QCOMPARE(outcome.out, std::string());
  QVERIFY2(outcome.err.find("--out") != std::string::npos, outcome.err.c_str());
}

void TestTrainCommand::aFolderThatCannotBeMade() {
  const TestFolder folder;
  folder.write("model", "a file");
  const Outcome outcome = runHeadscope(train(folder, {"--task", "copy", "--steps", "1"}));
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.err.find("the folder cannot be made: Not a directory. Choose another folder.") !=
               std::string::npos,
           outcome.err.c_str());
  QCOMPARE(folder.read("model"), std::string("a file"));
}

void TestTrainCommand::aModelThatDivergesIsNotWritten() {
  const TestFolder folder;
  const Outcome outcome =
      runHeadscope({"train", "--task", "copy", "--norm", "none", "--learning-rate", "1", "--layers",
                    "6", "--d-model", "16", "--out", folder.file("model").string()});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("Take a smaller learning rate, or another norm placement.") !=
               std::string::npos,
           outcome.err.c_str());
  QVERIFY(folder.names().empty());
}

HEADSCOPE_TEST(TestTrainCommand)

}  // namespace headscope::test_train_command

#include "test_train_command.moc"
