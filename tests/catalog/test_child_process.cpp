#include <cerrno>
#include <signal.h>

#include <QtTest>

#include "catalog/child_process.h"
#include "catalog/files.h"
#include "test_class.h"

namespace headscope::test_child_process {

namespace fs = std::filesystem;

class TestChildProcess : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void outputOfBothKinds();
  void status();
  void endedBySignal();
  void noSuchProgram();
  void nothingToRun();
  void argumentsAreNotReadByAShell();
  void environmentIsSetOver();
  void inputIsEmpty();
  void ownProcessGroup();
  void stopEndsTheWholeGroup();
  void stopEndsWhatIgnoresRequests();

 private:
  ChildCommand shell(const std::string& script) const;
  std::string output() const { return readText(folderOf(*folder_) / "output"); }

  std::unique_ptr<QTemporaryDir> folder_;
};

void TestChildProcess::init() {
  folder_ = std::make_unique<QTemporaryDir>();
}

ChildCommand TestChildProcess::shell(const std::string& script) const {
  return {.arguments = {"sh", "-c", script},
          .environment = {},
          .outputFile = folderOf(*folder_) / "output"};
}

void TestChildProcess::outputOfBothKinds() {
  const auto ended = runChild(shell("echo out; echo err >&2"), {}, {});
  QVERIFY(ended);
  QCOMPARE(ended->status, 0);
  QVERIFY(!ended->stopped);
  QCOMPARE(output(), "out\nerr\n");
}

void TestChildProcess::status() {
  QCOMPARE(runChild(shell("exit 7"), {}, {})->status, 7);
}

void TestChildProcess::endedBySignal() {
  QCOMPARE(runChild(shell("kill -9 $$"), {}, {})->status, 128 + 9);
}

void TestChildProcess::noSuchProgram() {
  ChildCommand command = shell("");
  command.arguments = {"no-such-program-anywhere"};
  const auto ended = runChild(command, {}, {});
  QVERIFY(!ended);
  QCOMPARE(ended.error(), ENOENT);
}

void TestChildProcess::nothingToRun() {
  QCOMPARE(runChild(ChildCommand{}, {}, {}).error(), EINVAL);
}

void TestChildProcess::argumentsAreNotReadByAShell() {
  ChildCommand command = shell("");
  command.arguments = {"printf", "%s|", "a b", "$(exit 3)", "; ls", ""};
  QCOMPARE(runChild(command, {}, {})->status, 0);
  QCOMPARE(output(), "a b|$(exit 3)|; ls||");
}

void TestChildProcess::environmentIsSetOver() {
  qputenv("HEADSCOPE_TEST_KEPT", "kept");
  qputenv("HEADSCOPE_TEST_SET", "old");
  ChildCommand command = shell("echo $HEADSCOPE_TEST_KEPT $HEADSCOPE_TEST_SET");
  command.environment = {{"HEADSCOPE_TEST_SET", "new"}};
  QVERIFY(runChild(command, {}, {}));
  QCOMPARE(output(), "kept new\n");
}

void TestChildProcess::inputIsEmpty() {
  QVERIFY(runChild(shell("wc -c"), {}, {}));
  QCOMPARE(QByteArray::fromStdString(output()).trimmed(), QByteArray("0"));
}

void TestChildProcess::ownProcessGroup() {
  // "pid (name) state parent group …", as proc(5) tells
  QVERIFY(runChild(
      shell("read pid name state parent group rest < /proc/$$/stat; [ $group = $$ ] && echo own"),
      {}, {}));
  QCOMPARE(output(), "own\n");
}

void TestChildProcess::stopEndsTheWholeGroup() {
  std::stop_source stop;
  // The grandchild's number is printed; then both wait for longer than the test may take.
  const auto ended = runChild(
      shell("sleep 1000 & echo $!; wait"),
      [&] {
        if (QByteArray::fromStdString(output()).endsWith('\n')) {
          stop.request_stop();
        }
      },
      stop.get_token());
  QVERIFY(ended);
  QVERIFY(ended->stopped);
  QCOMPARE(ended->status, 128 + SIGTERM);
  const int grandchild = QByteArray::fromStdString(output()).trimmed().toInt();
  QVERIFY(grandchild > 1);
  QTRY_VERIFY(::kill(grandchild, 0) != 0 ||
              readText("/proc/" + std::to_string(grandchild) + "/stat").find(") Z ") !=
                  std::string::npos);
}

void TestChildProcess::stopEndsWhatIgnoresRequests() {
  std::stop_source stop;
  const auto ended = runChild(
      shell("trap '' TERM; echo ready; while :; do sleep 1; done"),
      [&] {
        if (output() == "ready\n") {
          stop.request_stop();
        }
      },
      stop.get_token());
  QVERIFY(ended);
  QVERIFY(ended->stopped);
  QCOMPARE(ended->status, 128 + SIGKILL);
}

HEADSCOPE_TEST(TestChildProcess)

}  // namespace headscope::test_child_process

#include "test_child_process.moc"
