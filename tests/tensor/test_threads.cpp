#include <thread>

#include <QTest>

#include "tensor/threads.h"
#include "test_class.h"

namespace headscope::test_threads {

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

HEADSCOPE_TEST(TestThreads)

}  // namespace headscope::test_threads

#include "test_threads.moc"
