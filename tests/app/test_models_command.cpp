#include <QtTest>

#include "app/program_run.h"
#include "catalog/hub_tree.h"
#include "test_class.h"

namespace headscope::test_models_command {

class TestModelsCommand : public QObject {
  Q_OBJECT

 private slots:
  void reachesTheUsersStore();
  void reachesTheUsersCacheOfTheHub();
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

void TestModelsCommand::reachesTheUsersCacheOfTheHub() {
  const QTemporaryDir folder;
  qputenv("XDG_DATA_HOME", folder.path().toUtf8());
  qputenv("HF_HUB_CACHE", folder.path().toUtf8());
  qputenv("HF_HUB_OFFLINE", "1");
  HubTree{.root = folderOf(folder)}.addCheckpoint("models--org--repo", commitOf('a'));
  const Outcome path = runHeadscope({"models", "path", "org/repo"});
  QCOMPARE(path.exitCode, 0);
  QVERIFY(path.out.ends_with("/models--org--repo/snapshots/" + commitOf('a') + "\n"));
  const Outcome got = runHeadscope({"models", "get", "org/repo"});
  QCOMPARE(got.exitCode, 0);
  QCOMPARE(got.out, path.out);
  QVERIFY2(got.err.find("HF_HUB_OFFLINE is set") != std::string::npos, got.err.c_str());
  QCOMPARE(runHeadscope({"models", "get", "org/other"}).exitCode, 1);
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

HEADSCOPE_TEST(TestModelsCommand)

}  // namespace headscope::test_models_command

#include "test_models_command.moc"
