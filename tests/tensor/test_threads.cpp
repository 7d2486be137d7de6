#include <thread>

#include <QTest>

#include "tensor/threads.h"

using namespace headscope;

class TestThreads : public QObject {
  Q_OBJECT
 private slots:
  void countsAtLeastOneCore();
  void restoresTheCallersSetting();
  void leavesOtherThreadsAlone();
};

void TestThreads::countsAtLeastOneCore() {
  QVERIFY(physicalCores() >= 1);
  QVERIFY(physicalCores() <= static_cast<int>(std::thread::hardware_concurrency()));
}

void TestThreads::restoresTheCallersSetting() {
  const int before = allowedThreads();
  {
    const ScopedThreads three(3);
    QCOMPARE(allowedThreads(), 3);
    {
      const ScopedThreads all(0);
      QCOMPARE(allowedThreads(), physicalCores());
    }
    QCOMPARE(allowedThreads(), 3);
  }
  QCOMPARE(allowedThreads(), before);
}

void TestThreads::leavesOtherThreadsAlone() {
  const ScopedThreads five(5);
  int elsewhere = 0;
  std::thread([&elsewhere] { elsewhere = allowedThreads(); }).join();
  QVERIFY(elsewhere != 5);
}

QTEST_GUILESS_MAIN(TestThreads)
#include "test_threads.moc"
