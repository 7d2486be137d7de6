#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <QtTest>

#include "catalog/files.h"
#include "models_command.h"

using namespace headscope;

class TestModelsCommand : public QObject {
  Q_OBJECT

 private slots:
  void reachesTheUsersStore();
  void needsAName();
};

void TestModelsCommand::reachesTheUsersStore() {
  const QTemporaryDir folder;
  qputenv("XDG_DATA_HOME", folder.path().toUtf8());
  writeText(folderOf(folder) / "headscope" / "models" / "mine" / "config.json", "{}");
  CLI::App app;
  int exitCode = -1;
  addModelsCommand(app, exitCode);
  std::ostringstream captured;
  std::streambuf* before = std::cout.rdbuf(captured.rdbuf());
  app.parse("models path mine --json");
  std::cout.rdbuf(before);
  QCOMPARE(exitCode, 0);
  QVERIFY(QString::fromStdString(captured.str()).contains("/headscope/models/mine"));
}

void TestModelsCommand::needsAName() {
  CLI::App app;
  int exitCode = -1;
  addModelsCommand(app, exitCode);
  QVERIFY_EXCEPTION_THROWN(app.parse("models get"), CLI::RequiredError);
  QVERIFY_EXCEPTION_THROWN(app.parse("models"), CLI::RequiredError);
  QCOMPARE(exitCode, -1);
}

QTEST_GUILESS_MAIN(TestModelsCommand)
#include "test_models_command.moc"
