#include <numeric>
#include <vector>

#include <QTest>

#include "playground/open_sample.h"
#include "playground/training_run.h"
#include "test_class.h"

namespace headscope::test_training_run {

class TestTrainingRun : public QObject {
  Q_OBJECT
 private slots:
  void beginsWithATestAndAFrame();
  void recordsEveryStep();
  void testsAboutThirtyTimes();
  void everyTestOfTheTask();
  void keepsTheEndWithinItsBudget();
  void concludesWhereItIsStopped();
  void concludesOnce();
};

namespace {

TrainingRun runOf(int steps, std::size_t frameBytes = Recording::kMostBytes,
                  const std::string& task = "copy") {
  const TrainingOptions options{
      .heads = 1, .dK = 4, .layers = 1, .dModel = 8, .batch = 2, .steps = steps, .warmUp = 1};
  auto trainer = Trainer::create(opened(task), options);
  if (!trainer) {
    qFatal("%s", describe(trainer.error()).c_str());
  }
  return TrainingRun(std::move(*trainer), frameBytes);
}

void advance(TrainingRun& run, int steps) {
  for (int i = 0; i < steps; ++i) {
    if (const auto step = run.advance(); !step) {
      qFatal("%s", describe(step.error()).c_str());
    }
  }
}

std::vector<int> testedSteps(const Recording& recording) {
  std::vector<int> steps;
  for (const TestPoint& point : recording.tests()) {
    steps.push_back(point.step);
  }
  return steps;
}

std::vector<int> framedSteps(const Recording& recording) {
  std::vector<int> steps;
  for (const Frame& frame : recording.frames()) {
    steps.push_back(frame.step);
  }
  return steps;
}

bool endsWithTheModel(const TrainingRun& run) {
  const std::vector<float>& kept = *run.recording().frames().back().values;
  return std::ranges::equal(kept, run.trainer().values());
}

}  // namespace

void TestTrainingRun::beginsWithATestAndAFrame() {
  const TrainingRun run = runOf(5);
  QCOMPARE(testedSteps(run.recording()), std::vector{0});
  QCOMPARE(framedSteps(run.recording()), std::vector{0});
  QVERIFY(run.recording().losses().empty());
  QVERIFY(!run.isDone());
  QVERIFY(endsWithTheModel(run));
}

void TestTrainingRun::recordsEveryStep() {
  TrainingRun run = runOf(5);
  advance(run, 5);
  QVERIFY(run.isDone());
  QCOMPARE(testedSteps(run.recording()), (std::vector{0, 1, 2, 3, 4, 5}));
  QCOMPARE(framedSteps(run.recording()), (std::vector{0, 1, 2, 3, 4, 5}));
  QCOMPARE(run.recording().losses().size(), std::size_t{5});
  for (const float loss : run.recording().losses()) {
    QVERIFY(loss > 0 && loss < 10);
  }
  QVERIFY(endsWithTheModel(run));
  QVERIFY(*run.recording().frames()[0].values != *run.recording().frames()[1].values);
}

void TestTrainingRun::testsAboutThirtyTimes() {
  TrainingRun run = runOf(95);
  advance(run, 95);
  const std::vector<int> steps = testedSteps(run.recording());
  QCOMPARE(steps.size(), std::size_t{33});  // every third step, and the end
  QCOMPARE(steps[1], 3);
  QCOMPARE(steps[31], 93);
  QCOMPARE(steps.back(), 95);
  QCOMPARE(run.recording().losses().size(), std::size_t{95});
}

void TestTrainingRun::everyTestOfTheTask() {
  TrainingRun run = runOf(1, Recording::kMostBytes, "coreference");
  advance(run, 1);
  for (const TestPoint& point : run.recording().tests()) {
    QCOMPARE(point.accuracy.size(), std::size_t{2});
    for (const double accuracy : point.accuracy) {
      QVERIFY(accuracy >= 0 && accuracy <= 1);
    }
  }
  QCOMPARE(testedSteps(run.recording()), (std::vector{0, 1}));
}

void TestTrainingRun::keepsTheEndWithinItsBudget() {
  TrainingRun run = runOf(11, 1);
  advance(run, 11);
  QCOMPARE(framedSteps(run.recording()), (std::vector{0, 8, 11}));
  QVERIFY(endsWithTheModel(run));
}

void TestTrainingRun::concludesWhereItIsStopped() {
  TrainingRun run = runOf(70, 1);
  advance(run, 3);
  QCOMPARE(testedSteps(run.recording()), (std::vector{0, 2}));
  run.conclude();
  QVERIFY(!run.isDone());
  QCOMPARE(testedSteps(run.recording()), (std::vector{0, 2, 3}));
  QCOMPARE(framedSteps(run.recording()), (std::vector{0, 2, 3}));
  QVERIFY(endsWithTheModel(run));
}

void TestTrainingRun::concludesOnce() {
  TrainingRun run = runOf(4);
  advance(run, 4);
  const auto before = std::pair(testedSteps(run.recording()), framedSteps(run.recording()));
  run.conclude();
  run.conclude();
  QCOMPARE(std::pair(testedSteps(run.recording()), framedSteps(run.recording())), before);
  QCOMPARE(run.recording().losses().size(), std::size_t{4});
}

HEADSCOPE_TEST(TestTrainingRun)

}  // namespace headscope::test_training_run

#include "test_training_run.moc"
