#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <QTest>

#include "io/temporary_files.h"
#include "playground/trained_model.h"
#include "playground/training_run.h"
#include "source/open_model.h"
#include "source/recording_file.h"
#include "tensor/threads.h"
#include "test_class.h"

namespace headscope::test_killed_saving {

// A program that is killed while it saves leaves the last complete file, whatever the moment.
class TestKilledSaving : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void aRecordingStaysReadable();
  void aModelStaysReadable();

 private:
  TestFolder folder_;
  std::vector<RecordedTraining> trainings_;  // of two seeds
};

namespace {

constexpr int kKills = 60;

RecordedTraining recorded(std::uint64_t seed) {
  auto task = openTask("copy");
  TrainingRun run(
      *Trainer::create(*task, {.dModel = 32, .batch = 8, .steps = 4, .warmUp = 2, .seed = seed}));
  while (!run.isDone()) {
    static_cast<void>(run.advance());
  }
  return {.task = {*task, &(*task)->setting()},
          .options = run.trainer().options(),
          .recording = run.recording(),
          .seconds = 1};
}

const std::vector<float>& lastOf(const RecordedTraining& training) {
  return *training.recording.frames().back().values;
}

// How long it takes here and now: with sanitizers ten times as long.
template <typename Work>
std::chrono::microseconds timeOf(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  if (const auto done = work(); !done) {
    qFatal("%s", describe(done.error()).c_str());
  }
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               begin);
}

// A process that does so again and again, from its start to when it is killed.
template <typename Work>
void killWhileItWorks(std::chrono::microseconds after, Work&& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    const ScopedThreads one(1);  // those of the parent are not here
    for (int round = 0;; ++round) {
      work(round);
    }
  }
  QVERIFY(child > 0);
  std::this_thread::sleep_for(after);
  QCOMPARE(::kill(child, SIGKILL), 0);
  int status = 0;
  QCOMPARE(::waitpid(child, &status, 0), child);
  QVERIFY(WIFSIGNALED(status));
}

std::size_t filesIn(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

void TestKilledSaving::initTestCase() {
  trainings_ = {recorded(1), recorded(2)};
  QVERIFY(lastOf(trainings_[0]) != lastOf(trainings_[1]));
}

void TestKilledSaving::aRecordingStaysReadable() {
  const auto inside = folder_.file("recordings");
  std::filesystem::create_directory(inside);
  const auto file = inside / "run.safetensors";
  const auto time = timeOf([&] { return saveRecording(file, trainings_[0]); });
  std::size_t written = 0;  // beside the file, when the program was killed
  for (int kill = 0; kill < kKills; ++kill) {
    killWhileItWorks(3 * time * (kill + 1) / kKills, [&](int round) {
      static_cast<void>(saveRecording(file, trainings_[static_cast<std::size_t>(round % 2)]));
    });
    const auto read = openRecording(file);
    QVERIFY2(read, read ? "" : describe(read.error()).c_str());
    QVERIFY(std::ranges::any_of(
        trainings_, [&](const RecordedTraining& one) { return lastOf(one) == lastOf(*read); }));
    QCOMPARE(read->recording.losses().size(), std::size_t{4});
    written = filesIn(inside) - 1;
  }
  QVERIFY2(written > 0, "no kill has met a file that was being written");
}

void TestKilledSaving::aModelStaysReadable() {
  const auto folder = folder_.file("model");
  const auto save = [&](int which) {
    const RecordedTraining& training = trainings_[static_cast<std::size_t>(which % 2)];
    return saveTrainedModel(folder, *training.task, training.options, lastOf(training));
  };
  const auto time = timeOf([&] { return save(0); });
  std::size_t written = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    killWhileItWorks(3 * time * (kill + 1) / kKills,
                     [&](int round) { static_cast<void>(save(round)); });
    const auto model = openModel(folder.string());
    QVERIFY2(model, model ? "" : describe(model.error()).c_str());
    const auto run = (*model)->run("a b c");
    QVERIFY(run);
    const Matrix map = run->attention->map({0, 0});
    QVERIFY(std::ranges::any_of(trainings_, [&](const RecordedTraining& one) {
      return (*one.modelAt(4))->run("a b c")->attention->map({0, 0}) == map;
    }));
    written = filesIn(folder) - 4;
  }
  QVERIFY2(written > 0, "no kill has met a file that was being written");
}

HEADSCOPE_TEST(TestKilledSaving)

}  // namespace headscope::test_killed_saving

#include "test_killed_saving.moc"
