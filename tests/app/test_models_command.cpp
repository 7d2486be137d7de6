#include <QtTest>

#include "app/program_run.h"
#include "catalog/files.h"

using namespace headscope;

class TestModelsCommand : public QObject {
  Q_OBJECT

 private slots:
  void reachesTheUsersStore();
  void needsAName();
  void needsSomethingToDo();
};

void TestModelsCommand::reachesTheUsersStore() {
  const QTemporaryDir folder;
  qputenv("XDG_DATA_HOME", folder.path().toUtf8());
  writeText(folderOf(folder) / "headscope" / "models" / "mine" / "config.json", "{}");
  const Outcome outcome = runHeadscope({"models", "path", "mine", "--json"});
  QCOMPARE(outcome.exitCode, 0);
  QVERIFY2(outcome.out.find("/headscope/models/mine") != std::string::npos, outcome.out.c_str());
}

void TestModelsCommand::needsAName() {
  const Outcome outcome = runHeadscope({"models", "get"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("NAME") != std::string::npos, outcome.err.c_str());
}

void TestModelsCommand::needsSomethingToDo() {
  const Outcome outcome = runHeadscope({"models"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("subcommand") != std::string::npos, outcome.err.c_str());
}

QTEST_GUILESS_MAIN(TestModelsCommand)
#include "test_models_command.moc"
