#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <QTest>

#include "tensor/parallel.h"
#include "tensor/threads.h"
#include "test_class.h"

namespace headscope::test_parallel {

class TestParallel : public QObject {
  Q_OBJECT
 private slots:
  void everyPieceIsDoneOnce_data();
  void everyPieceIsDoneOnce();
  void rangesCoverTheCountWithoutOverlap();
  void noPiecesAreNoCalls();
  void helpersTakePart();
  void oneThreadStaysOnTheCallers();
  void aLoopInsideALoopRunsOnItsThread();
  void callersFromManyThreadsDoNotMix();
  void aHelperThatSleptIsWoken();
  void rowsAtOnceIsNeverNone();
};

void TestParallel::everyPieceIsDoneOnce_data() {
  QTest::addColumn<int>("threads");
  QTest::addColumn<int>("pieces");
  QTest::newRow("fewer pieces than threads") << 4 << 3;
  QTest::newRow("more pieces than threads") << 3 << 1000;
  QTest::newRow("one piece") << 4 << 1;
  QTest::newRow("one thread") << 1 << 100;
}

void TestParallel::everyPieceIsDoneOnce() {
  QFETCH(int, threads);
  QFETCH(int, pieces);
  const ScopedThreads scoped(threads);
  for (int loop = 0; loop < 200; ++loop) {
    std::vector<std::atomic<int>> done(static_cast<std::size_t>(pieces));
    parallelPieces(pieces, [&](Index piece) { ++done[static_cast<std::size_t>(piece)]; });
    for (const std::atomic<int>& times : done) {
      QCOMPARE(times.load(), 1);
    }
  }
}

void TestParallel::rangesCoverTheCountWithoutOverlap() {
  const ScopedThreads scoped(3);
  std::vector<std::atomic<int>> done(103);
  std::atomic<int> longest = 0;
  parallelRanges(103, 10, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      ++done[static_cast<std::size_t>(i)];
    }
    longest = std::max(longest.load(), static_cast<int>(end - begin));
  });
  for (const std::atomic<int>& times : done) {
    QCOMPARE(times.load(), 1);
  }
  QVERIFY(longest <= 10);
}

void TestParallel::noPiecesAreNoCalls() {
  int calls = 0;
  parallelPieces(0, [&](Index) { ++calls; });
  parallelRanges(0, 8, [&](Index, Index) { ++calls; });
  QCOMPARE(calls, 0);
}

void TestParallel::helpersTakePart() {
  const ScopedThreads scoped(2);
  // Each piece waits for the other: one thread alone would not get past the first.
  std::atomic<int> arrived = 0;
  std::atomic<bool> met = true;
  parallelPieces(2, [&](Index) {
    ++arrived;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (arrived < 2 && met) {
      met = std::chrono::steady_clock::now() < end;
      std::this_thread::yield();
    }
  });
  QVERIFY(met);
}

void TestParallel::oneThreadStaysOnTheCallers() {
  const ScopedThreads scoped(1);
  std::set<std::thread::id> threads;
  parallelPieces(50, [&](Index) { threads.insert(std::this_thread::get_id()); });
  QCOMPARE(threads, std::set{std::this_thread::get_id()});
}

void TestParallel::aLoopInsideALoopRunsOnItsThread() {
  const ScopedThreads scoped(4);
  std::atomic<int> elsewhere = 0;
  std::atomic<int> inner = 0;
  parallelPieces(8, [&](Index) {
    const std::thread::id mine = std::this_thread::get_id();
    parallelPieces(8, [&](Index) {
      ++inner;
      elsewhere += std::this_thread::get_id() == mine ? 0 : 1;
    });
  });
  QCOMPARE(inner.load(), 64);
  QCOMPARE(elsewhere.load(), 0);
}

void TestParallel::callersFromManyThreadsDoNotMix() {
  std::atomic<int> wrong = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&wrong] {
      const ScopedThreads scoped(3);
      for (int loop = 0; loop < 500; ++loop) {
        std::atomic<Index> sum = 0;
        parallelPieces(20, [&](Index piece) { sum += piece; });
        wrong += sum == 190 ? 0 : 1;
      }
    });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  QCOMPARE(wrong.load(), 0);
}

void TestParallel::aHelperThatSleptIsWoken() {
  for (int loop = 0; loop < 5; ++loop) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // longer than helpers look out
    helpersTakePart();
  }
}

void TestParallel::rowsAtOnceIsNeverNone() {
  QCOMPARE(rowsAtOnce(0), 8192);
  QCOMPARE(rowsAtOnce(384), 21);
  QCOMPARE(rowsAtOnce(1'000'000), 1);
}

HEADSCOPE_TEST(TestParallel)

}  // namespace headscope::test_parallel

#include "test_parallel.moc"
