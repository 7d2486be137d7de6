#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <QTest>

#include "playground/open_sample.h"
#include "playground/trainer.h"
#include "shown_error.h"
#include "tensor/threads.h"
#include "test_class.h"

namespace headscope::test_trainer {

using Change = std::function<void(TrainingOptions&)>;

class TestTrainer : public QObject {
  Q_OBJECT
 private slots:
  void threadsChangeNothing_data();
  void threadsChangeNothing();
  void aSeedGivesItsModel();
  void aTestIsTheSameAtEachCall();
  void lossFalls();
  void countsItsSteps();
  void outOfRange_data();
  void outOfRange();
  void theEndsOfRangesAreTaken_data();
  void theEndsOfRangesAreTaken();
  void oddRotary();
  void diverges_data();
  void diverges();
};

namespace {

TrainingOptions small() {
  return {.heads = 2, .dK = 8, .layers = 1, .dModel = 16, .batch = 16, .steps = 30, .warmUp = 3};
}

std::unique_ptr<Trainer> trainerOf(const TrainingOptions& options,
                                   const std::string& task = "copy") {
  auto trainer = Trainer::create(opened(task), options);
  if (!trainer) {
    qFatal("%s", describe(trainer.error()).c_str());
  }
  return std::move(*trainer);
}

std::vector<float> valuesOf(const Trainer& trainer) {
  return {trainer.values().begin(), trainer.values().end()};
}

struct Learnt {
  std::vector<double> losses;
  std::vector<float> values;
};

Learnt learn(const TrainingOptions& options, const std::string& task, int steps) {
  const auto trainer = trainerOf(options, task);
  Learnt learnt;
  for (int i = 0; i < steps; ++i) {
    learnt.losses.push_back(trainer->step()->score.meanLoss());
  }
  learnt.values = valuesOf(*trainer);
  return learnt;
}

}  // namespace

}  // namespace headscope::test_trainer

Q_DECLARE_METATYPE(headscope::test_trainer::Change)

namespace headscope::test_trainer {

void TestTrainer::threadsChangeNothing_data() {
  QTest::addColumn<QString>("task");
  QTest::newRow("given words") << "coreference";
  QTest::newRow("learnt words") << "induction";
}

void TestTrainer::threadsChangeNothing() {
  QFETCH(const QString, task);
  TrainingOptions options = small();
  options.batch = 37;  // five parts, the last one shorter
  const auto learnOn = [&](int threads) {
    const ScopedThreads scoped(threads);
    return learn(options, task.toStdString(), 4);
  };
  const Learnt one = learnOn(1);
  const Learnt two = learnOn(2);
  QVERIFY(one.losses == two.losses);
  QVERIFY(one.values == two.values);
}

void TestTrainer::aSeedGivesItsModel() {
  TrainingOptions options = small();
  const Learnt first = learn(options, "copy", 2);
  const Learnt again = learn(options, "copy", 2);
  QVERIFY(first.losses == again.losses);
  QVERIFY(first.values == again.values);
  options.seed = 2;
  const Learnt other = learn(options, "copy", 2);
  QVERIFY(first.losses != other.losses);
  QVERIFY(first.values != other.values);
  QVERIFY(learn(options, "copy", 0).values != learn(small(), "copy", 0).values);
}

void TestTrainer::aTestIsTheSameAtEachCall() {
  const auto trainer = trainerOf(small(), "coreference");
  for (const std::size_t test : {0U, 1U}) {
    const Score first = trainer->test(test, 20);
    const Score again = trainer->test(test, 20);
    QCOMPARE(first.targets, 20);
    QCOMPARE(again.loss, first.loss);
    QCOMPARE(again.right, first.right);
  }
  QVERIFY(trainer->test(0, 20).loss != trainer->test(1, 20).loss);
  // Tests take nothing from practice: what is learnt is the same.
  const auto untested = trainerOf(small(), "coreference");
  QCOMPARE(trainer->step()->score.loss, untested->step()->score.loss);
}

void TestTrainer::lossFalls() {
  TrainingOptions options = small();
  options.dModel = options.dK = 32;
  options.batch = 32;
  options.learningRate = 1e-2;
  const auto trainer = trainerOf(options);
  std::vector<double> losses;
  while (!trainer->isDone()) {
    losses.push_back(trainer->step()->score.meanLoss());
  }
  QVERIFY2(losses.back() < 0.9 * losses.front(), qPrintable(QString::number(losses.back())));
  const double accuracy = trainer->test(0, 100).accuracy();
  QVERIFY2(accuracy > 0.15, qPrintable(QString::number(accuracy)));  // 0.04 by chance
}

void TestTrainer::countsItsSteps() {
  TrainingOptions options = small();
  options.steps = 2;
  const auto trainer = trainerOf(options);
  QCOMPARE(trainer->stepsDone(), 0);
  QVERIFY(!trainer->isDone());
  const auto before = valuesOf(*trainer);
  QVERIFY(trainer->step());
  QCOMPARE(trainer->stepsDone(), 1);
  QVERIFY(before != valuesOf(*trainer));
  QVERIFY(trainer->step());
  QVERIFY(trainer->isDone());
  options.warmUp = 2;  // no more than there are steps
  QCOMPARE(trainer->options(), options);
  QCOMPARE(trainer->task().description().name, std::string("copy"));
}

void TestTrainer::outOfRange_data() {
  QTest::addColumn<Change>("change");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, const Change& change, const char* expected) {
    QTest::newRow(name) << change << expected;
  };
  row(
      "no heads", [](auto& o) { o.heads = 0; }, "heads: 0 is not between 1 and 16.");
  row(
      "heads", [](auto& o) { o.heads = 17; }, "heads: 17 is not between 1 and 16.");
  row(
      "no d_k", [](auto& o) { o.dK = 0; }, "d_k: 0 is not between 1 and 128.");
  row(
      "d_k", [](auto& o) { o.dK = 129; }, "d_k: 129 is not between 1 and 128.");
  row(
      "no layers", [](auto& o) { o.layers = -1; }, "layers: -1 is not between 1 and 6.");
  row(
      "layers", [](auto& o) { o.layers = 7; }, "layers: 7 is not between 1 and 6.");
  row(
      "no d_model", [](auto& o) { o.dModel = 0; }, "d_model: 0 is not between 1 and 256.");
  row(
      "d_model", [](auto& o) { o.dModel = 257; }, "d_model: 257 is not between 1 and 256.");
  row(
      "no batch", [](auto& o) { o.batch = 0; }, "batch: 0 is not between 1 and 512.");
  row(
      "batch", [](auto& o) { o.batch = 513; }, "batch: 513 is not between 1 and 512.");
  row(
      "no steps", [](auto& o) { o.steps = 0; }, "steps: 0 is not between 1 and 100000.");
  row(
      "steps", [](auto& o) { o.steps = 100'001; }, "steps: 100001 is not between 1 and 100000.");
  row(
      "no warm-up", [](auto& o) { o.warmUp = -1; }, "warm-up: -1 is not between 0 and 100000.");
  row(
      "warm-up", [](auto& o) { o.warmUp = 100'001; },
      "warm-up: 100001 is not between 0 and 100000.");
  row(
      "no learning rate", [](auto& o) { o.learningRate = 0; },
      "learning rate: 0 is not between 1e-06 and 1.");
  row(
      "learning rate just too low", [](auto& o) { o.learningRate = 9e-7; },
      "learning rate: 9e-07 is not between 1e-06 and 1.");
  row(
      "learning rate", [](auto& o) { o.learningRate = 1.5; },
      "learning rate: 1.5 is not between 1e-06 and 1.");
  row(
      "learning rate just too high", [](auto& o) { o.learningRate = 1.0000001; },
      "learning rate: 1.0000001 is not between 1e-06 and 1.");
  row(
      "a learning rate that is no number",
      [](auto& o) { o.learningRate = std::numeric_limits<double>::quiet_NaN(); },
      "learning rate: nan is not between 1e-06 and 1.");
  row(
      "positions", [](auto& o) { o.positions = PositionKind::buckets; },
      "positions: relative-buckets positions cannot be trained here.");
  row(
      "the first of two", [](auto& o) { o.heads = o.layers = 0; },
      "heads: 0 is not between 1 and 16.");
}

void TestTrainer::outOfRange() {
  QFETCH(const Change, change);
  QFETCH(const QString, expected);
  TrainingOptions options = small();
  change(options);
  const auto trainer = Trainer::create(opened("copy"), options);
  QVERIFY(!trainer);
  QCOMPARE(shown(trainer.error()), expected);
  QCOMPARE(trainer.error().code, std::error_code(TrainingError::outOfRange));
  QCOMPARE(trainer.error().kind, ErrorKind::badInput);
}

void TestTrainer::theEndsOfRangesAreTaken_data() {
  QTest::addColumn<Change>("change");
  QTest::newRow("least") << Change([](auto& o) {
    o = {.heads = 1,
         .dK = 1,
         .layers = 1,
         .dModel = 1,
         .learningRate = 1e-6,
         .batch = 1,
         .steps = 1,
         .warmUp = 0};
  });
  QTest::newRow("most") << Change([](auto& o) {
    o = {.heads = 16,
         .dK = 128,
         .layers = 6,
         .dModel = 256,
         .learningRate = 1,
         .batch = 512,
         .steps = 100'000,
         .warmUp = 100'000};
  });
}

void TestTrainer::theEndsOfRangesAreTaken() {
  QFETCH(const Change, change);
  TrainingOptions options;
  change(options);
  QVERIFY(checkTraining(options));
  if (options.heads == 1) {
    QVERIFY(trainerOf(options)->step());
  }
}

void TestTrainer::oddRotary() {
  TrainingOptions options = small();
  options.dK = 7;
  options.positions = PositionKind::rotary;
  const auto trainer = Trainer::create(opened("copy"), options);
  QVERIFY(!trainer);
  QCOMPARE(trainer.error().code, std::error_code(TrainingError::oddRotary));
  QCOMPARE(shown(trainer.error()),
           QStringLiteral("d_k: rotary positions turn pairs of dimensions, and 7 is odd. Take an "
                          "even d_k, or other positions."));
  options.positions = PositionKind::alibi;
  QVERIFY(Trainer::create(opened("copy"), options));
}

void TestTrainer::diverges_data() {
  QTest::addColumn<int>("layers");
  QTest::addColumn<QString>("problem");
  QTest::newRow("far above its start") << 1 << "the loss has been more than twice";
  QTest::newRow("no number") << 6 << "the loss is no finite number any more";
}

void TestTrainer::diverges() {
  QFETCH(const int, layers);
  QFETCH(const QString, problem);
  TrainingOptions options = small();
  options.layers = layers;
  options.norm = NormPlacement::none;
  options.learningRate = 1;
  options.steps = 200;
  options.warmUp = 0;
  const auto trainer = trainerOf(options);
  Result<StepResult> result;
  std::vector<float> before;
  while (result && !trainer->isDone()) {
    before = valuesOf(*trainer);
    result = trainer->step();
  }
  QVERIFY(!result);
  QCOMPARE(result.error().code, std::error_code(TrainingError::diverged));
  QVERIFY2(result.error().problem.starts_with(problem.toStdString()),
           describe(result.error()).c_str());
  QCOMPARE(result.error().place, "step " + std::to_string(trainer->stepsDone()));
  QVERIFY(!result.error().remedy.empty());
  QVERIFY(std::ranges::all_of(trainer->values(), [](float value) { return std::isfinite(value); }));
  QVERIFY(valuesOf(*trainer) == before);
}

HEADSCOPE_TEST(TestTrainer)

}  // namespace headscope::test_trainer

#include "test_trainer.moc"
