#include <atomic>
#include <functional>
#include <semaphore>
#include <stop_token>
#include <thread>

#include <QSignalSpy>
#include <QTest>

#include "jobs/job_runner.h"
#include "test_class.h"

namespace headscope::test_job_runner {

namespace {

// Works until it is asked to stop.
class EndlessWork {
 public:
  int operator()(const std::stop_token& stop) {
    started_.release();
    while (!stop.stop_requested()) {
      std::this_thread::yield();
    }
    stopped_ = true;
    return 0;
  }
  void waitForStart() { started_.acquire(); }
  bool hasStopped() const { return stopped_; }

 private:
  std::binary_semaphore started_{0};
  std::atomic<bool> stopped_ = false;
};

}  // namespace

class TestJobRunner : public QObject {
  Q_OBJECT
 private slots:
  void worksElsewhereAndDeliversHere();
  void theNewestOfALaneWins();
  void theOvertakenIsAskedToStop();
  void lanesDoNotWaitForEachOther();
  void cancelDropsTheResult();
  void newsComeBeforeTheResult();
  void newsOfTheOvertakenAreDropped();
  void saysWhetherItIsBusy();
  void destructionStopsWhatRuns();
};

void TestJobRunner::worksElsewhereAndDeliversHere() {
  JobRunner jobs;
  QThread* worker = nullptr;
  QThread* receiver = nullptr;
  int value = 0;
  jobs.submit(
      JobLane::run,
      [&worker](std::stop_token) {
        worker = QThread::currentThread();
        return 42;
      },
      [&](int result) {
        receiver = QThread::currentThread();
        value = result;
      });
  QTRY_COMPARE(value, 42);
  QVERIFY(worker != QThread::currentThread());
  QCOMPARE(receiver, QThread::currentThread());
}

void TestJobRunner::theNewestOfALaneWins() {
  JobRunner jobs;
  std::vector<int> delivered;
  std::binary_semaphore started{0};
  std::binary_semaphore go{0};
  const auto deliver = [&delivered](int result) { delivered.push_back(result); };
  jobs.submit(
      JobLane::run,
      [&](std::stop_token) {
        started.release();
        go.acquire();
        return 1;
      },
      deliver);
  started.acquire();
  jobs.submit(
      JobLane::run, [](std::stop_token) { return 2; }, deliver);
  jobs.submit(
      JobLane::run, [](std::stop_token) { return 3; }, deliver);
  go.release();
  QTRY_VERIFY(!jobs.isBusy(JobLane::run));
  QCOMPARE(delivered, std::vector<int>{3});
}

void TestJobRunner::theOvertakenIsAskedToStop() {
  EndlessWork overtaken;
  JobRunner jobs;
  jobs.submit(JobLane::run, std::ref(overtaken),
              [](int) { QFAIL("what was overtaken is not delivered"); });
  overtaken.waitForStart();
  bool done = false;
  jobs.submit(
      JobLane::run, [](std::stop_token) { return 0; }, [&done](int) { done = true; });
  QTRY_VERIFY(done);
  QVERIFY(overtaken.hasStopped());
}

void TestJobRunner::lanesDoNotWaitForEachOther() {
  JobRunner jobs;
  std::binary_semaphore go{0};
  bool slow = false;
  bool quick = false;
  jobs.submit(
      JobLane::model,
      [&go](std::stop_token) {
        go.acquire();
        return 0;
      },
      [&slow](int) { slow = true; });
  jobs.submit(
      JobLane::run, [](std::stop_token) { return 0; }, [&quick](int) { quick = true; });
  QTRY_VERIFY(quick);
  QVERIFY(!slow);
  go.release();
  QTRY_VERIFY(slow);
}

void TestJobRunner::cancelDropsTheResult() {
  JobRunner jobs;
  jobs.submit(
      JobLane::run, [](std::stop_token) { return 0; },
      [](int) { QFAIL("what was cancelled is not delivered"); });
  jobs.cancel(JobLane::run);
  QVERIFY(!jobs.isBusy(JobLane::run));
  bool other = false;
  jobs.submit(
      JobLane::run, [](std::stop_token) { return 0; }, [&other](int) { other = true; });
  QTRY_VERIFY(other);
}

void TestJobRunner::newsComeBeforeTheResult() {
  JobRunner jobs;
  std::vector<int> told;
  QThread* receiver = nullptr;
  bool busyAtNews = false;
  std::binary_semaphore go{0};
  jobs.submit(
      JobLane::run,
      [&](const JobContext& job) {
        job.post([&] {
          receiver = QThread::currentThread();
          busyAtNews = jobs.isBusy(JobLane::run);
          told.push_back(1);
        });
        go.acquire();
        return 2;
      },
      [&told](int result) { told.push_back(result); });
  QTRY_COMPARE(told, std::vector<int>{1});  // the job is still at work
  QCOMPARE(receiver, QThread::currentThread());
  QVERIFY(busyAtNews);
  go.release();
  QTRY_COMPARE(told, (std::vector<int>{1, 2}));
}

void TestJobRunner::newsOfTheOvertakenAreDropped() {
  JobRunner jobs;
  std::binary_semaphore posted{0};
  jobs.submit(
      JobLane::run,
      [&posted](const JobContext& job) {
        job.post([] { QFAIL("news of what was overtaken"); });
        posted.release();
        return 0;
      },
      [](int) { QFAIL("what was overtaken is not delivered"); });
  posted.acquire();
  bool done = false;
  jobs.submit(
      JobLane::run, [](std::stop_token) { return 0; }, [&done](int) { done = true; });
  QTRY_VERIFY(done);
}

void TestJobRunner::saysWhetherItIsBusy() {
  JobRunner jobs;
  QSignalSpy spy(&jobs, &JobRunner::busyChanged);
  bool busyInDelivery = true;
  bool done = false;
  jobs.submit(
      JobLane::model, [](std::stop_token) { return 0; },
      [&](int) {
        busyInDelivery = jobs.isBusy(JobLane::model);
        done = true;
      });
  QVERIFY(jobs.isBusy(JobLane::model));
  QTRY_VERIFY(done);
  QVERIFY(!busyInDelivery);
  QCOMPARE(spy.count(), 2);
}

void TestJobRunner::destructionStopsWhatRuns() {
  EndlessWork work;
  bool delivered = false;
  {
    JobRunner jobs;
    jobs.submit(JobLane::run, std::ref(work), [&delivered](int) { delivered = true; });
    work.waitForStart();
  }
  QVERIFY(work.hasStopped());
  QCoreApplication::processEvents();
  QVERIFY(!delivered);
}

HEADSCOPE_TEST(TestJobRunner)

}  // namespace headscope::test_job_runner

#include "test_job_runner.moc"
