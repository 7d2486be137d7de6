#include <thread>

#include <QtTest>

#include "catalog/patience.h"
#include "test_class.h"

namespace headscope::test_patience {

using namespace std::chrono_literals;

class TestPatience : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void waitsLongerAndLonger();
  void whatWillNotPassIsNotWaitedFor();
  void heedsTheServer();
  void notForEver();
  void progressBeginsAnew();
  void stops();
  void byTheClock();

 private:
  FailedAttempt failed(std::chrono::seconds retryAfter = 0s) const {
    return {.error = {.code = CatalogError::downloadFailed, .problem = "no"},
            .mayPass = true,
            .retryAfter = retryAfter};
  }

  Patience patience_;
  std::vector<std::chrono::milliseconds> waited_;
};

void TestPatience::init() {
  waited_.clear();
  patience_ = {.waits = {1s, 2s},
               .pause = [this](std::chrono::milliseconds time, auto&) { waited_.push_back(time); }};
}

void TestPatience::waitsLongerAndLonger() {
  Attempts attempts(patience_, {});
  QVERIFY(attempts.waitAfter(failed()));
  QVERIFY(attempts.waitAfter(failed()));
  const auto third = attempts.waitAfter(failed());
  QVERIFY(!third);
  QCOMPARE(third.error().code, CatalogError::downloadFailed);
  QCOMPARE(third.error().problem, "no (3 attempts)");
  QCOMPARE(waited_, (std::vector<std::chrono::milliseconds>{1s, 2s}));
}

void TestPatience::whatWillNotPassIsNotWaitedFor() {
  FailedAttempt final = failed();
  final.mayPass = false;
  const auto first = Attempts(patience_, {}).waitAfter(final);
  QVERIFY(!first);
  QCOMPARE(first.error().problem, "no");
  QVERIFY(waited_.empty());
}

void TestPatience::heedsTheServer() {
  Attempts attempts(patience_, {});
  QVERIFY(attempts.waitAfter(failed(30s)));
  QVERIFY(attempts.waitAfter(failed(1s)));  // its own wait is longer by now
  QCOMPARE(waited_, (std::vector<std::chrono::milliseconds>{30s, 2s}));
}

void TestPatience::notForEver() {
  const auto first = Attempts(patience_, {}).waitAfter(failed(61s));
  QVERIFY(!first);
  QCOMPARE(first.error().remedy, "Try again in 61 s, as the server asks");
  QVERIFY(waited_.empty());
}

void TestPatience::progressBeginsAnew() {
  Attempts attempts(patience_, {});
  for (int i = 0; i < 5; ++i) {
    QVERIFY(attempts.waitAfter(failed()));
    attempts.progressed();
  }
  QCOMPARE(waited_, std::vector<std::chrono::milliseconds>(5, 1s));
}

void TestPatience::stops() {
  std::stop_source stop;
  stop.request_stop();
  const auto first = Attempts(patience_, stop.get_token()).waitAfter(failed());
  QVERIFY(!first);
  QCOMPARE(first.error().code, CatalogError::stopped);
}

void TestPatience::byTheClock() {
  const Patience patience{.waits = {20ms, 1h}};
  std::stop_source stop;
  Attempts attempts(patience, stop.get_token());
  QElapsedTimer timer;
  timer.start();
  QVERIFY(attempts.waitAfter(failed()));
  QVERIFY(timer.elapsed() >= 20);
  std::jthread user([&stop] { stop.request_stop(); });
  QCOMPARE(attempts.waitAfter(failed()).error().code, CatalogError::stopped);
}

HEADSCOPE_TEST(TestPatience)

}  // namespace headscope::test_patience

#include "test_patience.moc"
