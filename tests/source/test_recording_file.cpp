#include <QTest>

#include "io/safetensors.h"
#include "io/safetensors_writer.h"
#include "io/temporary_files.h"
#include "playground/training_run.h"
#include "shown_error.h"
#include "source/earned_labels.h"
#include "source/open_model.h"
#include "source/recording_file.h"
#include "test_class.h"

namespace headscope::test_recording_file {

class TestRecordingFile : public QObject {
  Q_OBJECT
 private slots:
  void comesBackAsItWas_data();
  void comesBackAsItWas();
  void holdsWhatHeadsAskOfTheExamples();
  void itsEndOpensAsAModel();
  void otherFilesAreNone();
  void damaged_data();
  void damaged();
  void labelsAreEarnedByWhatHeadsDo();

 private:
  TestFolder folder_;
};

namespace {

// A few steps of a task, recorded.
RecordedTraining recorded(const std::string& name, int steps) {
  TrainingOptions options;
  options.steps = steps;
  options.warmUp = 2;
  options.batch = 8;
  auto task = openTask(name);
  TrainingRun run(*Trainer::create(*task, options));
  while (!run.isDone()) {
    static_cast<void>(run.advance());
  }
  return {.task = {*task, &(*task)->setting()},
          .options = options,
          .recording = run.recording(),
          .seconds = 1.5};
}

struct Change {
  std::string drop;      // a tensor to leave out
  std::string metadata;  // one to leave out
  std::string problem;
};

}  // namespace

}  // namespace headscope::test_recording_file

Q_DECLARE_METATYPE(headscope::test_recording_file::Change)

namespace headscope::test_recording_file {

void TestRecordingFile::comesBackAsItWas_data() {
  QTest::addColumn<std::string>("task");
  QTest::newRow("given words") << std::string("coreference");
  QTest::newRow("learnt words, causal") << std::string("induction");
}

void TestRecordingFile::comesBackAsItWas() {
  QFETCH(const std::string, task);
  const RecordedTraining before = recorded(task, 6);
  const auto file = folder_.file(task + ".safetensors");
  QVERIFY(saveRecording(file, before));
  QVERIFY(isRecording(file));
  const auto after = openRecording(file);
  QVERIFY2(after, after ? "" : describe(after.error()).c_str());
  QVERIFY(after->options == before.options);
  QCOMPARE(after->task->description.name, before.task->description.name);
  QCOMPARE(after->task->description.tests, before.task->description.tests);
  QCOMPARE(after->task->causal, before.task->causal);
  QCOMPARE(after->task->words.classes, before.task->words.classes);
  QCOMPARE(after->task->words.met, before.task->words.met);
  QCOMPARE(after->recording.losses(), before.recording.losses());
  QCOMPARE(after->recording.tests().size(), before.recording.tests().size());
  QCOMPARE(after->recording.frames().size(), before.recording.frames().size());
  for (std::size_t i = 0; i < before.recording.frames().size(); ++i) {
    QCOMPARE(after->recording.frames()[i].step, before.recording.frames()[i].step);
    QCOMPARE(*after->recording.frames()[i].values, *before.recording.frames()[i].values);
  }
}

void TestRecordingFile::holdsWhatHeadsAskOfTheExamples() {
  const auto file = folder_.file("probes.safetensors");
  QVERIFY(saveRecording(file, recorded("coreference", 3)));
  const auto tensors = SafetensorsFile::open(file);
  QVERIFY(tensors);
  for (const char* name : {"probe.0.layer.0.query", "probe.1.layer.1.key"}) {
    const TensorInfo* info = tensors->find(name);
    QVERIFY(info != nullptr);
    QCOMPARE(info->shape, (std::vector<std::uint64_t>{4, 14, 64}));
  }
}

void TestRecordingFile::itsEndOpensAsAModel() {
  const auto file = folder_.file("end.safetensors");
  QVERIFY(saveRecording(file, recorded("copy", 3)));
  const auto model = openModel(file.string());
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->description().family, std::string("Playground"));
  QVERIFY((*model)->run("a b c d"));
}

void TestRecordingFile::otherFilesAreNone() {
  const std::vector<float> values = {1};
  const auto file = folder_.file("weights.safetensors");
  QVERIFY(writeSafetensors(
      file, std::vector<OutgoingTensor>{{.name = "w", .shape = {1}, .values = std::span(values)}}));
  QVERIFY(!isRecording(file));
  QVERIFY(!isRecording(folder_.path()));
  QVERIFY(!isRecording(folder_.file("nothing")));
  const auto opened = openRecording(file);
  QVERIFY(!opened && opened.error().code == RecordingError::notARecording);
  QVERIFY(shown(opened.error()).contains(QStringLiteral("not the recording of a training")));
}

void TestRecordingFile::damaged_data() {
  QTest::addColumn<Change>("change");
  const auto row = [](const char* name, const Change& change) { QTest::newRow(name) << change; };
  row("no frames", {.drop = "frames.values", .problem = "frames.values: the tensor is missing"});
  row("no steps", {.drop = "frames.step", .problem = "frames.step: the tensor is missing"});
  row("no losses", {.drop = "losses", .problem = "losses: the tensor is missing"});
  row("no tests", {.drop = "tests.accuracy", .problem = "tests.accuracy: the tensor is missing"});
  row("no task", {.metadata = "task", .problem = "task: it is missing among the metadata"});
  row("no options",
      {.metadata = "options", .problem = "options: it is missing among the metadata"});
}

void TestRecordingFile::damaged() {
  QFETCH(const Change, change);
  const auto whole = folder_.file("whole.safetensors");
  QVERIFY(saveRecording(whole, recorded("copy", 3)));
  const auto tensors = SafetensorsFile::open(whole);
  QVERIFY(tensors);
  std::vector<OutgoingTensor> kept;
  std::vector<std::vector<float>> floats;
  std::vector<std::vector<std::int64_t>> integers;
  floats.reserve(tensors->tensors().size());
  integers.reserve(tensors->tensors().size());
  for (const TensorInfo& info : tensors->tensors()) {
    if (info.name == change.drop) {
      continue;
    }
    OutgoingTensor out{.name = info.name, .shape = info.shape, .values = {}};
    if (info.dtype == Dtype::i64) {
      out.values =
          std::span<const std::int64_t>(integers.emplace_back(tensors->readIntegers(info).value()));
    } else {
      std::vector<float>& values = floats.emplace_back((info.end - info.begin) / sizeof(float));
      QVERIFY(tensors->readFloats(info, values));
      out.values = std::span<const float>(values);
    }
    kept.push_back(std::move(out));
  }
  auto metadata = tensors->metadata();
  metadata.erase(change.metadata);
  const auto damaged = folder_.file("damaged.safetensors");
  QVERIFY(writeSafetensors(damaged, kept, metadata));
  const auto opened = openRecording(damaged);
  QVERIFY(!opened && opened.error().code == RecordingError::damaged);
  QVERIFY2(shown(opened.error()).contains(QString::fromStdString(change.problem)),
           qPrintable(shown(opened.error())));
}

// A recording whose end is the model that comes with the program, and whose beginning is not.
void TestRecordingFile::labelsAreEarnedByWhatHeadsDo() {
  const auto task = openTask("copy");
  QVERIFY(task);
  TrainingOptions options;
  options.layers = 1;
  options.heads = 2;
  options.steps = 150;
  TrainingRun run(*Trainer::create(*task, options));
  while (!run.isDone()) {
    QVERIFY(run.advance());
  }
  const auto labels = earnedLabels(**task, options, run.recording());
  QVERIFY(!labels.empty());
  for (const EarnedLabel& label : labels) {
    QCOMPARE(label.pattern, std::string("previous token"));
    QVERIFY(label.score >= kEarned && label.score <= 1);
    QVERIFY(label.since > 0 && label.since <= 150);
  }
  std::stop_source stopped;
  stopped.request_stop();
  QVERIFY(earnedLabels(**task, options, run.recording(), stopped.get_token()).empty());
}

HEADSCOPE_TEST(TestRecordingFile)

}  // namespace headscope::test_recording_file

#include "test_recording_file.moc"
