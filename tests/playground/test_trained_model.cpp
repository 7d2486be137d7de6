#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include <QTest>
#include <nlohmann/json.hpp>

#include "io/io_error.h"
#include "io/temporary_files.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "playground/open_sample.h"
#include "playground/trained_model.h"
#include "playground/trainer.h"
#include "position/sinusoid.h"
#include "shown_error.h"
#include "source/open_checkpoint.h"
#include "source/playground_source.h"
#include "tensor/softmax.h"
#include "test_class.h"
#include "text/tokenizer_json.h"

namespace headscope::test_trained_model {

// What a training leaves on disk, and what is opened of it.
class TestTrainedModel : public QObject {
  Q_OBJECT
 private slots:
  void answersAsItLearnt_data();
  void answersAsItLearnt();
  void isTheSameInMemory();
  void filesAreThoseOfACheckpoint();
  void saysHowItWasTrained();
  void readsTexts();
  void takesThePlaceOfAnOlderOne();
  void makesItsFolder();
  void aFolderThatCannotBeMade_data();
  void aFolderThatCannotBeMade();
  void aFileThatCannotBeWritten();

 private:
  std::shared_ptr<const Task> task(const std::string& name) {
    std::shared_ptr<const Task>& task = tasks_[name];
    task = task != nullptr ? task : opened(name);
    return task;
  }
  std::unique_ptr<Trainer> trained(const std::string& name, const TrainingOptions& options) {
    auto trainer = Trainer::create(task(name), options);
    if (!trainer || !(*trainer)->step() || !(*trainer)->step()) {
      qFatal("no trainer");
    }
    return std::move(*trainer);
  }

  std::map<std::string, std::shared_ptr<const Task>> tasks_;
};

namespace {

// Heads are together narrower than the residual stream.
TrainingOptions small() {
  return {.heads = 2,
          .dK = 4,
          .layers = 2,
          .dModel = 12,
          .learningRate = 1e-2,
          .batch = 8,
          .steps = 10,
          .warmUp = 0};
}

// Words of the classes that practice chooses among.
std::vector<std::int32_t> practisedClasses(const TaskWords& words) {
  if (words.given != nullptr) {
    return {words.classes.begin(),
            words.classes.begin() + static_cast<std::ptrdiff_t>(words.practised)};
  }
  std::vector<std::int32_t> all(static_cast<std::size_t>(words.count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// The probability of each target's answer as the training computes it.
std::vector<double> learntAnswers(const Trainer& trainer, const Exercise& exercise) {
  const TaskWords& words = trainer.task().words();
  auto given = std::make_shared<Given<float>>();
  if (words.given != nullptr) {
    given->words = words.given;
    given->classes.set((*words.given)(practisedClasses(words), Eigen::all).transpose());
  }
  const TrainingOptions& options = trainer.options();
  if (options.positions == PositionKind::sinusoidInterleaved) {
    given->positions = sinusoidTable(options.positions, kMaxTrainedTokens, options.dModel);
  }
  const Learner<float> learner(trainer.shape(), given,
                               {trainer.values().begin(), trainer.values().end()}, {});
  std::vector<double> probabilities;
  for (const Target& target : exercise.targets) {
    Batch batch{.words = exercise.words,
                .segments = {{.first = 0, .length = static_cast<Index>(exercise.words.size())}},
                .targets = {target}};
    batch.segments[0].mask.causal = trainer.task().setting().causal;
    probabilities.push_back(std::exp(-learner.score(std::vector{batch}).loss));
  }
  return probabilities;
}

// The same of a model that is looked at.
std::vector<double> shownAnswers(const CheckpointSource& model, const Task& task,
                                 const Exercise& exercise) {
  HiddenRecorder recorder;
  const auto run = model.run(IdSequence{.ids = exercise.words}, {.observer = &recorder});
  if (!run || recorder.hidden().empty()) {
    return {};
  }
  auto probabilities =
      model.logits(model.output(recorder.hidden().back()), practisedClasses(task.words()));
  if (!probabilities) {
    return {};
  }
  softmaxRows(*probabilities);
  std::vector<double> answers;
  for (const Target& target : exercise.targets) {
    answers.push_back(static_cast<double>((*probabilities)(target.row, target.answer)));
  }
  return answers;
}

bool areNear(const std::vector<double>& actual, const std::vector<double>& expected) {
  if (actual.size() != expected.size() || expected.empty()) {
    return false;
  }
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (!isNear(actual[i] / expected[i], 1, 1e-4)) {
      return false;
    }
  }
  return true;
}

std::shared_ptr<const CheckpointSource> openedModel(const std::filesystem::path& folder) {
  const auto model = openCheckpoint(folder);
  if (!model) {
    qFatal("%s", describe(model.error()).c_str());
  }
  return *model;
}

Result<void> save(const Trainer& trainer, const std::filesystem::path& folder,
                  const nlohmann::json& results = nlohmann::json::object()) {
  return saveTrainedModel(folder, trainer.task().setting(), trainer.options(), trainer.values(),
                          results);
}

const std::vector<std::string> kFiles = {"config.json", "model.safetensors", "tokenizer.json",
                                         "training.json"};

constexpr std::array kPlacements = {std::pair("none", NormPlacement::none),
                                    std::pair("post", NormPlacement::post),
                                    std::pair("pre", NormPlacement::pre)};

}  // namespace

void TestTrainedModel::answersAsItLearnt_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("positions");
  QTest::addColumn<int>("norm");
  for (const std::string name : {"coreference", "induction"}) {
    for (const PositionKind positions : kTrainedPositions) {
      for (const auto& [placement, norm] : kPlacements) {
        const std::string row =
            name + ", " + std::string(positionKindName(positions)) + ", " + placement;
        QTest::newRow(row.c_str()) << QString::fromStdString(name) << static_cast<int>(positions)
                                   << static_cast<int>(norm);
      }
    }
  }
}

void TestTrainedModel::answersAsItLearnt() {
  QFETCH(const QString, name);
  QFETCH(const int, positions);
  QFETCH(const int, norm);
  TrainingOptions options = small();
  options.positions = static_cast<PositionKind>(positions);
  options.norm = static_cast<NormPlacement>(norm);
  const auto trainer = trained(name.toStdString(), options);
  const TestFolder folder;
  const auto saved = save(*trainer, folder.path());
  QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
  const auto model = openedModel(folder.path());
  Random random(5);
  for (int i = 0; i < 3; ++i) {
    const Exercise exercise = trainer->task().practice(random);
    QVERIFY(areNear(shownAnswers(*model, trainer->task(), exercise),
                    learntAnswers(*trainer, exercise)));
  }
}

void TestTrainedModel::isTheSameInMemory() {
  for (const std::string name : {"coreference", "induction"}) {
    const auto trainer = trained(name, small());
    const auto model =
        playgroundSource(trainer->task().setting(), trainer->options(), trainer->values());
    QVERIFY(model);
    QCOMPARE((*model)->description().name, std::string("Playground"));
    QCOMPARE((*model)->lesson()->task, name);
    Random random(5);
    const Exercise exercise = trainer->task().practice(random);
    QVERIFY(areNear(shownAnswers(**model, trainer->task(), exercise),
                    learntAnswers(*trainer, exercise)));
  }
}

void TestTrainedModel::filesAreThoseOfACheckpoint() {
  const auto trainer = trained("induction", small());
  const TestFolder folder;
  folder.write("notes.txt", "stay");
  QVERIFY(save(*trainer, folder.path()));
  std::vector<std::string> expected = kFiles;
  expected.insert(expected.begin() + 2, "notes.txt");
  QCOMPARE(folder.names(), expected);
  QCOMPARE(folder.read("tokenizer.json"), trainer->task().words().reader->json);
  const ModelDescription description = openedModel(folder.path())->description();
  QCOMPARE(description.family, std::string("Playground"));
  QCOMPARE(description.layers, 2);
  QCOMPARE(description.heads, 2);
  QCOMPARE(description.dK, 4);
  QCOMPARE(description.dModel, 12);
  QCOMPARE(description.dFeedForward, 48);
  QCOMPARE(description.maxTokens, 128);
  QCOMPARE(description.mask, std::string("causal"));
  QVERIFY(description.positions == PositionKind::learned);
}

void TestTrainedModel::saysHowItWasTrained() {
  TrainingOptions options = small();
  options.positions = PositionKind::sinusoidInterleaved;
  options.norm = NormPlacement::post;
  const auto trainer = trained("copy", options);
  const TestFolder folder;
  QVERIFY(save(*trainer, folder.path(), {{"steps_done", 2}, {"accuracy", {{"a", 0.5}}}}));
  const auto training = nlohmann::json::parse(folder.read("training.json"));
  QCOMPARE(training["task"].get<std::string>(), std::string("copy"));
  QCOMPARE(training["steps_done"].get<int>(), 2);
  QCOMPARE(training["accuracy"]["a"].get<double>(), 0.5);
  const auto expected = nlohmann::json::parse(R"({
    "heads": 2, "d_k": 4, "layers": 2, "d_model": 12, "positions": "sinusoid", "norm": "post",
    "learning_rate": 0.01, "batch": 8, "steps": 10, "warm_up": 0, "seed": 1})");
  QCOMPARE(training["options"].dump(), expected.dump());
}

void TestTrainedModel::readsTexts() {
  const auto trainer = trained("induction", small());
  const TestFolder folder;
  QVERIFY(save(*trainer, folder.path()));
  const auto model = openedModel(folder.path());
  QVERIFY(model->readsText());
  const auto run = model->run(std::string("a c A ?"));
  QVERIFY(run);
  std::vector<std::int32_t> ids;
  for (const Token& token : run->tokens) {
    ids.push_back(token.id);
  }
  QCOMPARE(ids, (std::vector<std::int32_t>{1, 3, 1, 0}));
  QVERIFY(model->lesson() != nullptr);
  QCOMPARE(model->lesson()->task, std::string("induction"));
  QCOMPARE(model->lesson()->met, trainer->task().words().met);
}

void TestTrainedModel::takesThePlaceOfAnOlderOne() {
  const TestFolder folder;
  QVERIFY(save(*trained("coreference", small()), folder.path()));
  TrainingOptions options = small();
  options.heads = 3;
  const auto trainer = trained("reverse", options);
  QVERIFY(save(*trainer, folder.path()));
  QCOMPARE(folder.names(), kFiles);
  const auto model = openedModel(folder.path());
  QCOMPARE(model->description().heads, 3);
  QCOMPARE(model->description().mask, std::string("none"));
  QCOMPARE(model->lesson()->task, std::string("reverse"));
}

void TestTrainedModel::makesItsFolder() {
  const TestFolder folder;
  const auto trainer = trained("copy", small());
  QVERIFY(save(*trainer, folder.path() / "new" / "model"));
  QCOMPARE(openedModel(folder.path() / "new" / "model")->description().name, std::string("model"));
}

void TestTrainedModel::aFolderThatCannotBeMade_data() {
  QTest::addColumn<QString>("path");
  QTest::newRow("a file") << "file";
  QTest::newRow("below a file") << "file/model";
}

void TestTrainedModel::aFolderThatCannotBeMade() {
  QFETCH(const QString, path);
  const TestFolder folder;
  folder.write("file", "as it was");
  const auto target = folder.file(path.toStdString());
  const auto saved = save(*trained("copy", small()), target);
  QVERIFY(!saved);
  QCOMPARE(saved.error().code, std::error_code(IoError::cannotWrite));
  QCOMPARE(saved.error().kind, ErrorKind::couldNotDo);
  QCOMPARE(shown(saved.error()),
           QString::fromStdString(target.string()) +
               ": the folder cannot be made: Not a directory. Choose another folder.");
  QCOMPARE(folder.names(), std::vector<std::string>{"file"});
  QCOMPARE(folder.read("file"), std::string("as it was"));
}

void TestTrainedModel::aFileThatCannotBeWritten() {
  const TestFolder folder;
  std::filesystem::create_directory(folder.file("config.json"));
  const auto saved = save(*trained("copy", small()), folder.path());
  QVERIFY(!saved);
  QCOMPARE(saved.error().code, std::error_code(IoError::isFolder));
  QCOMPARE(folder.names(), std::vector<std::string>{"config.json"});
}

HEADSCOPE_TEST(TestTrainedModel)

}  // namespace headscope::test_trained_model

#include "test_trained_model.moc"
