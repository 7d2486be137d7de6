#include <omp.h>
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
  QVERIFY(physicalCores() <= omp_get_num_procs());
}

void TestThreads::restoresTheCallersSetting() {
  const int before = omp_get_max_threads();
  {
    const ScopedThreads three(3);
    QCOMPARE(omp_get_max_threads(), 3);
    {
      const ScopedThreads all(0);
      QCOMPARE(omp_get_max_threads(), physicalCores());
    }
    QCOMPARE(omp_get_max_threads(), 3);
  }
  QCOMPARE(omp_get_max_threads(), before);
}

void TestThreads::leavesOtherThreadsAlone() {
  const ScopedThreads five(5);
  int elsewhere = 0;
  std::thread([&elsewhere] { elsewhere = omp_get_max_threads(); }).join();
  QVERIFY(elsewhere != 5);
}

QTEST_GUILESS_MAIN(TestThreads)
#include "test_threads.moc"
