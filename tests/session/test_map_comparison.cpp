#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "analysis/rollout.h"
#include "near.h"
#include "session/map_comparison.h"
#include "source/recording_file.h"
#include "test_class.h"

namespace headscope::test_map_comparison {

// Two maps of any two sides, and what is said of them.
class TestMapComparison : public QObject {
  Q_OBJECT
 private slots:
  void anotherTextGoesTokenByToken();
  void anotherHeadOfTheSameRun();
  void theHeadToCompareWithStaysWhenAnotherIsChosen();
  void theChosenHeadItselfIsNoneToCompareWith();
  void aModelOfOneHeadSaysWhatToDo();
  void anotherLayerHasTheSameHead();
  void aHeadOfAnotherLayerIsChosenByHowAlikeItIs();
  void theMeansOfTwoLayers();
  void aModelOfOneLayerSaysWhatToDo();
  void anotherModelReadsTheSameText();
  void wordsOfTwoTokenizersGoTogetherByTheirPlace();
  void aModelThatSeesWhatComesSaysSo();
  void aModelThatCannotBeOpenedSaysWhyAndTheOneBeforeStays();
  void aTextThatTheSecondModelCannotReadSaysWhy();
  void openingASecondModelCanBeStopped();
  void theOpenModelCanBeKeptToCompareWith();
  void stepsOfATraining();
  void stepsOfATrainingThatIsUnderWay();
  void stepsOfARecording();
  void withoutATrainingItSaysWhatToDo();
  void aModelThatWasNotTrainedHereHasNoSteps();
  void everyKindKeepsUpWithTyping();
  void nothingIsComparedWhileItSleeps();
  void ofQuickChangesTheNewestIsShown();
  void rowsOfALongTextAreRankedBesideTheWindow();
  void theListIsKeptForEachKind();
  void crossAttentionHasRowsAndColumnsOfItsOwn();
  void anotherPartHasItsOwnAxes();
  void aModelWithoutDecoderIsNotComparedWithADecoder();
  void whatIsUnderWayWhenItFallsAsleepIsForgotten();
  void withoutATextThereIsNothing();

 private:
  // A copy of the tiny T5 with a tokenizer of a few words.
  QString writingModel() const;

  QTemporaryDir folder_;
};

namespace {

constexpr const char* kWordsOfTwoLanguages = R"json({"version": "1.0", "added_tokens": [
  {"id": 1, "content": "</s>", "single_word": false, "lstrip": false, "rstrip": false,
   "normalized": false, "special": true}],
 "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
 "post_processor": {"type": "TemplateProcessing",
  "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
  "pair": [], "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
 "model": {"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##",
  "max_input_chars_per_word": 100,
  "vocab": {"?": 2, "one": 5, "two": 6, "three": 7, "eins": 8, "zwei": 9}}})json";

constexpr const char* kSmall = "sandbox:heads=3,d_k=4,d_model=8,layers=2,seed=1";

// A comparison that somebody sees.
struct Comparing {
  Session session;
  Training training;
  MapComparison comparison{&session, &training};

  explicit Comparing(const QString& model = QString::fromLatin1(kSmall),
                     const QString& text = QStringLiteral("one two three")) {
    // As the window does.
    QObject::connect(&training, &Training::modelReady, &session,
                     [this](const std::shared_ptr<const CheckpointSource>& trained) {
                       session.showPlayground(trained, training.reference());
                     });
    session.setText(text);
    session.openModel(model);
    comparison.setAwake(true);
    settle();
    session.selection()->setCell(0, 0);
  }

  bool settle() {
    return QTest::qWaitFor(
        [&] {
          return !session.jobs()->isBusy(JobLane::model) && !session.jobs()->isBusy(JobLane::run) &&
                 !training.isCatchingUp() && !comparison.isBusy();
        },
        30000);
  }
  template <typename Change>
  void choose(CompareWith with, Change&& change) {
    CompareChoice choice = comparison.choice();
    choice.with = with;
    change(choice);
    comparison.choose(choice);
    settle();
  }
  void choose(CompareWith with) {
    choose(with, [](CompareChoice&) {});
  }
  void openSecond(const char* reference) {
    choose(CompareWith::model);
    comparison.secondModel()->open(QString::fromUtf8(reference));
    settle();
  }
  bool train(int steps = 12) {
    TrainingOptions options;
    options.steps = steps;
    options.warmUp = 3;
    options.batch = 8;
    training.setOptions(options);
    training.start();
    return QTest::qWaitFor([&] { return training.state() == TrainingState::done; }, 30000) &&
           settle();
  }

  Matrix firstMap() const {
    return comparison.maps()->first.attention->map(comparison.heads().first);
  }
  Matrix secondMap() const {
    return comparison.maps()->second.attention->map(comparison.heads().second);
  }
  Matrix changeMap() const { return comparison.change()->map(comparison.heads().first); }
};

// The mean over rows of half the sum of what each weight changed by.
double meanOfRows(const Matrix& first, const Matrix& second) {
  return static_cast<double>((second - first).cwiseAbs().sum()) / 2 /
         static_cast<double>(first.rows());
}

QStringList namesOf(const std::vector<HeadSwing>& swings) {
  QStringList names;
  for (const HeadSwing& swing : swings) {
    names.append(headName(swing.head));
  }
  return names;
}

}  // namespace

void TestMapComparison::anotherTextGoesTokenByToken() {
  Comparing c;
  c.comparison.setText(QStringLiteral("one new two three"));
  QVERIFY(c.settle());
  QCOMPARE(c.comparison.maps()->labels.queries,
           (QStringList{QStringLiteral("one"), QStringLiteral("–/new"), QStringLiteral("two"),
                        QStringLiteral("three")}));
  QCOMPARE(c.comparison.swings().size(), std::size_t{6});
  QVERIFY(std::abs(c.changeMap()(2, 3) - (c.secondMap()(2, 3) - c.firstMap()(1, 2))) < 1e-6F);
}

void TestMapComparison::anotherHeadOfTheSameRun() {
  Comparing c;
  c.session.selection()->setHead({1, 0});
  c.choose(CompareWith::head);
  QCOMPARE(c.comparison.heads(), (HeadPair{{1, 0}, {1, 1}}));  // the one beside it
  c.choose(CompareWith::head, [](CompareChoice& choice) { choice.head = HeadId{0, 2}; });
  QCOMPARE(c.comparison.heads(), (HeadPair{{1, 0}, {0, 2}}));
  const auto attention = c.session.attention();
  QVERIFY(isNear(c.firstMap(), attention->map({1, 0}), 0));
  QVERIFY(isNear(c.secondMap(), attention->map({0, 2}), 0));
  QVERIFY(isNear(c.changeMap(), attention->map({0, 2}) - attention->map({1, 0}), 1e-7));
  QVERIFY(std::abs(*c.comparison.difference() - meanOfRows(c.firstMap(), c.secondMap())) < 1e-6);
  QCOMPARE(c.comparison.ranking(), CompareRanking::rows);
  QCOMPARE(c.comparison.rows().size(), std::size_t{3});
  QVERIFY(c.comparison.rows().front().swing >= c.comparison.rows().back().swing);
  QCOMPARE(c.comparison.firstName(), QStringLiteral("L1·H0"));
  QCOMPARE(c.comparison.secondName(), QStringLiteral("L0·H2"));
  QCOMPARE(c.comparison.subject(), QStringLiteral("L0·H2"));
  QCOMPARE(c.comparison.note(), QString());
}

void TestMapComparison::theHeadToCompareWithStaysWhenAnotherIsChosen() {
  Comparing c;
  c.choose(CompareWith::head);
  QCOMPARE(c.comparison.heads().second, (HeadId{0, 1}));
  c.session.selection()->setHead({1, 2});
  QCOMPARE(c.comparison.heads(), (HeadPair{{1, 2}, {0, 1}}));
  const auto attention = c.session.attention();
  QVERIFY(isNear(c.changeMap(), attention->map({0, 1}) - attention->map({1, 2}), 1e-7));
}

void TestMapComparison::theChosenHeadItselfIsNoneToCompareWith() {
  Comparing c;
  c.choose(CompareWith::head);
  c.session.selection()->setHead({0, 1});
  QVERIFY(c.changeMap().isZero());
  QCOMPARE(c.comparison.difference(), std::optional(0.0));
  QVERIFY2(c.comparison.note().contains(QStringLiteral("Choose another one")),
           qPrintable(c.comparison.note()));
  c.comparison.setRanking(CompareRanking::alikeHeads);
  QVERIFY(!namesOf(c.comparison.swings()).contains(QStringLiteral("L0·H1")));
  QCOMPARE(c.comparison.swings().size(), std::size_t{5});
}

void TestMapComparison::aModelOfOneHeadSaysWhatToDo() {
  Comparing c(QStringLiteral("sandbox:heads=1,d_k=4,d_model=8"));
  c.choose(CompareWith::head);
  QVERIFY(c.comparison.maps() == nullptr);
  QVERIFY(c.comparison.emptyText().startsWith(QStringLiteral("This model has one head alone")));
  QVERIFY(!c.comparison.difference());
}

void TestMapComparison::anotherLayerHasTheSameHead() {
  Comparing c;
  c.session.selection()->setHead({0, 2});
  c.choose(CompareWith::layer);
  QCOMPARE(c.comparison.heads(), (HeadPair{{0, 2}, {1, 2}}));
  c.session.selection()->setHead({0, 1});
  QCOMPARE(c.comparison.heads(), (HeadPair{{0, 1}, {1, 1}}));
  QVERIFY(isNear(c.changeMap(),
                 c.session.attention()->map({1, 1}) - c.session.attention()->map({0, 1}), 1e-7));
  c.session.selection()->setHead({1, 1});
  QVERIFY(c.comparison.note().contains(QStringLiteral("Choose another one")));
}

void TestMapComparison::aHeadOfAnotherLayerIsChosenByHowAlikeItIs() {
  Comparing c;
  c.session.selection()->setCell(2, 0);
  c.choose(CompareWith::layer);
  QCOMPARE(c.comparison.ranking(), CompareRanking::alikeHeads);
  const auto alike = c.comparison.swings();
  QCOMPARE(alike.size(), std::size_t{3});
  for (const HeadSwing& swing : alike) {
    QCOMPARE(swing.head.layer, 1);
    const auto before = c.session.attention()->row({0, 0}, 2);
    const auto after = c.session.attention()->row(swing.head, 2);
    double moved = 0;
    for (std::size_t key = 0; key < 3; ++key) {
      moved += std::abs(static_cast<double>(after[key]) - static_cast<double>(before[key]));
    }
    QVERIFY(std::abs(swing.swing - moved / 2) < 1e-9);
  }
  QVERIFY(alike[0].swing <= alike[1].swing && alike[1].swing <= alike[2].swing);
  c.comparison.chooseSecondHead(alike[0].head);
  QCOMPARE(c.comparison.heads().second, alike[0].head);
  c.session.selection()->setHead({0, 1});  // it stays that head
  QCOMPARE(c.comparison.heads().second, alike[0].head);
  c.session.selection()->setHead({0, 0});
  c.comparison.setRanking(CompareRanking::otherHeads);
  QCOMPARE(c.comparison.swings().front().head, alike[2].head);
}

void TestMapComparison::theMeansOfTwoLayers() {
  Comparing c;
  c.choose(CompareWith::layer, [](CompareChoice& choice) { choice.ofLayer = OfLayer::mean; });
  QVERIFY(c.comparison.isMean());
  const Matrix first = meanMap(*c.session.attention(), 0);
  const Matrix second = meanMap(*c.session.attention(), 1);
  QVERIFY(isNear(c.changeMap(), second - first, 1e-6));
  QVERIFY(std::abs(*c.comparison.difference() - meanOfRows(first, second)) < 1e-6);
  QCOMPARE(c.comparison.firstName(), QStringLiteral("mean of L0"));
  QCOMPARE(c.comparison.secondName(), QStringLiteral("mean of L1"));
  // There are no heads to rank.
  QCOMPARE(c.comparison.rankings(), std::vector{CompareRanking::rows});
  QCOMPARE(c.comparison.rows().size(), std::size_t{3});
  c.session.selection()->setHead({1, 0});
  QVERIFY(c.changeMap().isZero());
  QVERIFY(c.comparison.note().contains(QStringLiteral("own layer")));
}

void TestMapComparison::aModelOfOneLayerSaysWhatToDo() {
  Comparing c(QStringLiteral("sandbox:heads=2,d_k=4,d_model=8"));
  c.choose(CompareWith::layer);
  QVERIFY(c.comparison.maps() == nullptr);
  QVERIFY(c.comparison.emptyText().startsWith(QStringLiteral("This model has one layer alone")));
}

// The second model has fewer layers and heads.
void TestMapComparison::anotherModelReadsTheSameText() {
  Comparing c;
  c.choose(CompareWith::model);
  QVERIFY(c.comparison.maps() == nullptr);
  QVERIFY(c.comparison.emptyText().startsWith(QStringLiteral("Choose a second model above")));
  c.session.selection()->setHead({1, 2});
  c.openSecond("sandbox:heads=2,d_k=4,d_model=8,seed=7");
  QCOMPARE(c.comparison.heads(), (HeadPair{{1, 2}, {0, 1}}));  // the nearest
  c.session.selection()->setHead({0, 0});
  QCOMPARE(c.comparison.heads(), (HeadPair{{0, 0}, {0, 0}}));  // the same
  QCOMPARE(c.comparison.maps()->labels.queries, c.session.labels().queries);
  QCOMPARE(c.comparison.swings().size(), std::size_t{2});
  const auto run = c.comparison.secondModel()->model()->run(std::string("one two three"));
  QVERIFY(run);
  QVERIFY(isNear(c.secondMap(), run->attention->map({0, 0}), 0));
  QVERIFY(isNear(c.changeMap(), run->attention->map({0, 0}) - c.firstMap(), 1e-7));
  c.comparison.chooseSecondHead({0, 1});
  c.session.selection()->setHead({1, 0});
  QCOMPARE(c.comparison.heads(), (HeadPair{{1, 0}, {0, 1}}));
  // Both are called alike.
  QCOMPARE(c.comparison.firstName(), QStringLiteral("first Sandbox"));
  QCOMPARE(c.comparison.subject(), QStringLiteral("second Sandbox L0·H1"));
}

// ICU keeps "didn't", the playground's words do not.
void TestMapComparison::wordsOfTwoTokenizersGoTogetherByTheirPlace() {
  Comparing c(QString::fromLatin1(kSmall), QStringLiteral("The animal didn't cross"));
  c.openSecond("playground");
  const QStringList labels = c.comparison.maps()->labels.queries;
  QCOMPARE(labels.join(QLatin1Char(' ')),
           QStringLiteral("The animal –/didn didn't/– –/' –/t cross"));
  // "cross" to "animal", which stands in both.
  const int cross = static_cast<int>(labels.size()) - 1;
  const float difference = c.secondMap()(5, 1) - c.firstMap()(3, 1);
  QVERIFY(std::abs(c.changeMap()(cross, 1) - difference) < 1e-6F);
  c.session.selection()->setCell(2, 0);
  QVERIFY2(c.comparison.note().contains(QStringLiteral("no token in the place of “didn't”")),
           qPrintable(c.comparison.note()));
  QVERIFY(c.comparison.swings().empty());
  c.session.selection()->setCell(3, 0);
  QCOMPARE(c.comparison.note(), QString());
  QCOMPARE(c.comparison.swings().size(), std::size_t{8});
}

void TestMapComparison::aModelThatSeesWhatComesSaysSo() {
  Comparing c(QStringLiteral("sandbox:heads=2,mask=causal"));
  c.openSecond("sandbox:heads=2");
  QVERIFY2(c.comparison.note().startsWith(QStringLiteral("first Sandbox is causal")),
           qPrintable(c.comparison.note()));
  c.openSecond("sandbox:heads=2,mask=causal,seed=5");
  QCOMPARE(c.comparison.note(), QString());
}

void TestMapComparison::aModelThatCannotBeOpenedSaysWhyAndTheOneBeforeStays() {
  Comparing c;
  c.openSecond("/no/such/model");
  QVERIFY(c.comparison.maps() == nullptr);
  QVERIFY2(c.comparison.note().contains(QStringLiteral("there is no such folder")),
           qPrintable(c.comparison.note()));
  c.openSecond("sandbox:heads=2,seed=7");
  QVERIFY(c.comparison.maps() != nullptr);
  QCOMPARE(c.comparison.note(), QString());
  const auto before = c.comparison.secondModel()->model();
  c.openSecond("sandbox:heads=0");
  QVERIFY(c.comparison.secondModel()->model() == before);
  QVERIFY(c.comparison.maps() != nullptr);
  QVERIFY(c.comparison.note().contains(QStringLiteral("heads")));
}

// Of two words at most.
void TestMapComparison::aTextThatTheSecondModelCannotReadSaysWhy() {
  Comparing c;
  c.openSecond("sandbox:heads=1,d_k=2,d_model=2,embeddings=one-hot");
  QVERIFY(c.comparison.maps() == nullptr);
  QVERIFY(!c.comparison.note().isEmpty());
  c.session.setText(QStringLiteral("one two two"));
  QVERIFY(c.settle());
  QVERIFY(c.comparison.maps() != nullptr);
  QCOMPARE(c.comparison.note(), QString());
}

void TestMapComparison::openingASecondModelCanBeStopped() {
  Comparing c;
  c.choose(CompareWith::model);
  SecondModel* second = c.comparison.secondModel();
  second->open(QStringLiteral("playground"));
  QVERIFY(second->isOpening());
  QCOMPARE(c.comparison.emptyText(), QStringLiteral("The second model is being opened."));
  second->stop();
  QVERIFY(!second->isOpening());
  QTest::qWait(300);
  QVERIFY(second->model() == nullptr);
  QVERIFY(c.comparison.emptyText().startsWith(QStringLiteral("Choose a second model above")));
}

void TestMapComparison::theOpenModelCanBeKeptToCompareWith() {
  Comparing c;
  c.choose(CompareWith::model);
  c.comparison.secondModel()->take(c.session.model(), c.session.modelReference());
  QVERIFY(c.settle());
  QVERIFY(c.changeMap().isZero());
  SandboxConfig config = *c.session.sandbox();
  config.seed = 9;
  c.session.changeSandbox(config);
  QVERIFY(c.settle());
  QVERIFY(c.comparison.maps() != nullptr);
  QVERIFY(!c.changeMap().isZero());
  QVERIFY(*c.comparison.difference() > 0);
}

void TestMapComparison::stepsOfATraining() {
  Comparing c(QStringLiteral("playground"), QStringLiteral("the animal because it"));
  QVERIFY(c.train());
  c.choose(CompareWith::step);
  QCOMPARE(c.comparison.firstName(), QStringLiteral("step 12"));
  QCOMPARE(c.comparison.secondName(), QStringLiteral("step 0"));
  const auto begun = c.training.picture()->modelAt(0);
  QVERIFY(begun);
  const auto run = (*begun)->run(std::string("the animal because it"));
  QVERIFY(isNear(c.secondMap(), run->attention->map(c.comparison.heads().second), 0));
  QVERIFY(isNear(c.changeMap(), c.secondMap() - c.firstMap(), 1e-6));
  QVERIFY(*c.comparison.difference() > 0);
  QCOMPARE(c.comparison.swings().size(), std::size_t{8});
  c.choose(CompareWith::step, [](CompareChoice& choice) { choice.step = 12; });
  QVERIFY(c.changeMap().isZero());
  c.training.showStep(4);
  QVERIFY(c.settle());
  QCOMPARE(c.comparison.firstName(), QStringLiteral("step 4"));
  QVERIFY(!c.changeMap().isZero());
  // A step between two that were kept, or after the last one, is the one before.
  c.choose(CompareWith::step, [](CompareChoice& choice) { choice.step = 1000; });
  QCOMPARE(c.comparison.secondName(), QStringLiteral("step 12"));
}

void TestMapComparison::stepsOfATrainingThatIsUnderWay() {
  Comparing c(QStringLiteral("playground"), QStringLiteral("the animal because it"));
  TrainingOptions options;
  options.steps = 100'000;
  options.batch = 8;
  c.training.setOptions(options);
  c.choose(CompareWith::step);
  c.training.start();
  QVERIFY(QTest::qWaitFor(
      [&] {
        return c.comparison.maps() != nullptr &&
               c.comparison.firstName() != QStringLiteral("step 0");
      },
      30000));
  const QString early = c.comparison.firstName();
  QCOMPARE(c.comparison.secondName(), QStringLiteral("step 0"));
  QVERIFY(QTest::qWaitFor([&] { return c.comparison.firstName() != early; }, 30000));
  c.training.pause();
  QVERIFY(QTest::qWaitFor([&] { return c.training.state() == TrainingState::paused; }, 30000));
}

void TestMapComparison::stepsOfARecording() {
  const QString file = folder_.filePath(QStringLiteral("training.safetensors"));
  {
    Comparing trained(QStringLiteral("playground"));
    QVERIFY(trained.train());
    QVERIFY(saveRecording(file.toStdString(), *trained.training.picture()));
  }
  Comparing c(QString::fromLatin1(kSmall), QStringLiteral("the animal because it"));
  c.choose(CompareWith::step);
  c.training.open(file);
  QVERIFY(QTest::qWaitFor([&] { return c.training.state() == TrainingState::done; }, 30000));
  QVERIFY(c.settle());
  QVERIFY(c.comparison.maps() != nullptr);
  QCOMPARE(c.comparison.secondName(), QStringLiteral("step 0"));
  QVERIFY(*c.comparison.difference() > 0);
}

void TestMapComparison::withoutATrainingItSaysWhatToDo() {
  Comparing c;
  c.choose(CompareWith::step);
  QVERIFY(c.comparison.maps() == nullptr);
  QCOMPARE(c.comparison.emptyText(),
           QStringLiteral("Start a training in the Training tab to compare its steps"));
}

void TestMapComparison::aModelThatWasNotTrainedHereHasNoSteps() {
  Comparing c(QStringLiteral("playground"));
  QVERIFY(c.train());
  c.choose(CompareWith::step);
  QVERIFY(c.comparison.maps() != nullptr);
  c.session.openModel(QString::fromLatin1(kSmall));
  QVERIFY(c.settle());
  QVERIFY(c.comparison.maps() == nullptr);
  QCOMPARE(c.comparison.emptyText(),
           QStringLiteral("Another model is open: choose a step in the Training tab"));
}

void TestMapComparison::everyKindKeepsUpWithTyping() {
  Comparing c(QStringLiteral("playground"), QStringLiteral("the animal because it"));
  QVERIFY(c.train());
  c.comparison.secondModel()->open(QString::fromLatin1(kSmall));
  QVERIFY(c.settle());
  for (const CompareWith with : kCompareWith) {
    c.session.setText(QStringLiteral("the animal because it"));
    c.choose(with, [](CompareChoice& choice) { choice.text = QStringLiteral("the animal"); });
    QCOMPARE(c.comparison.maps()->first.labels.queries.size(), 4);
    c.session.setText(QStringLiteral("the animal because it was tired"));
    QVERIFY(c.settle());
    QCOMPARE(c.comparison.choice().with, with);
    QCOMPARE(c.comparison.maps()->first.labels.queries.size(), 6);
    QCOMPARE(c.comparison.change()->shape().nQuery, 6);
  }
}

void TestMapComparison::nothingIsComparedWhileItSleeps() {
  Comparing c;
  c.choose(CompareWith::head);
  const auto maps = c.comparison.maps();
  c.comparison.setAwake(false);
  const QSignalSpy changes(&c.comparison, &MapComparison::changed);
  c.session.setText(QStringLiteral("one two three four"));
  QVERIFY(c.settle());
  c.session.selection()->setHead({1, 1});
  c.session.selection()->setCell(2, 2);
  QVERIFY(c.comparison.maps() == maps);
  QCOMPARE(changes.count(), 0);
  c.comparison.setAwake(true);
  QVERIFY(c.settle());
  QCOMPARE(c.comparison.maps()->first.labels.queries.size(), 4);
  QCOMPARE(c.comparison.heads().first, (HeadId{1, 1}));
}

void TestMapComparison::ofQuickChangesTheNewestIsShown() {
  Comparing c;
  for (const char* text : {"one", "one two", "one two four", "one two five"}) {
    c.comparison.setText(QString::fromLatin1(text));
  }
  QVERIFY(c.settle());
  QCOMPARE(c.comparison.maps()->labels.queries.last(), QStringLiteral("three/five"));
}

void TestMapComparison::rowsOfALongTextAreRankedBesideTheWindow() {
  QStringList words;
  for (int i = 0; i < 300; ++i) {
    words.append(QString::number(i));
  }
  Comparing c(QString::fromLatin1(kSmall), words.join(QLatin1Char(' ')));
  c.choose(CompareWith::head);
  QCOMPARE(c.comparison.rows().size(), std::size_t{300});
  c.session.selection()->setHead({1, 1});
  QVERIFY(c.comparison.isBusy());
  QVERIFY(c.settle());
  QVERIFY(std::abs(*c.comparison.difference() - meanOfRows(c.firstMap(), c.secondMap())) < 1e-5);
}

void TestMapComparison::theListIsKeptForEachKind() {
  Comparing c;
  c.comparison.setText(QStringLiteral("one two four"));
  QVERIFY(c.settle());
  c.comparison.setRanking(CompareRanking::alikeHeads);  // has no meaning for texts
  QCOMPARE(c.comparison.ranking(), CompareRanking::heads);
  c.comparison.setRanking(CompareRanking::rows);
  QCOMPARE(c.comparison.rows().size(), std::size_t{3});
  QVERIFY(c.comparison.swings().empty());
  c.choose(CompareWith::layer);
  QCOMPARE(c.comparison.ranking(), CompareRanking::alikeHeads);
  c.choose(CompareWith::text);
  QCOMPARE(c.comparison.ranking(), CompareRanking::rows);
}

QString TestMapComparison::writingModel() const {
  const QString folder = folder_.filePath(QStringLiteral("t5"));
  QDir().mkpath(folder);
  for (const char* name : {"/config.json", "/model.safetensors"}) {
    QFile::copy(QStringLiteral(HEADSCOPE_TEST_DATA "/models/t5") + QLatin1String(name),
                folder + QLatin1String(name));
  }
  QFile tokenizer(folder + QStringLiteral("/tokenizer.json"));
  if (!tokenizer.open(QIODevice::WriteOnly) || tokenizer.write(kWordsOfTwoLanguages) < 0) {
    qFatal("cannot write the tokenizer");
  }
  return folder;
}

// Rows are "<start> eins zwei", columns "one two three </s>".
void TestMapComparison::crossAttentionHasRowsAndColumnsOfItsOwn() {
  Comparing c(writingModel());
  c.session.setTarget(QStringLiteral("eins zwei"));
  c.session.setPart(AttentionPart::cross);
  QVERIFY(c.settle());
  c.choose(CompareWith::head);
  const AttentionShape shape = c.comparison.change()->shape();
  QCOMPARE(shape.nQuery, 3);
  QCOMPARE(shape.nKey, 4);
  QVERIFY(isNear(c.changeMap(), c.secondMap() - c.firstMap(), 1e-7));
  QCOMPARE(c.comparison.maps()->labels.queries.last(), QStringLiteral("zwei"));
  QCOMPARE(c.comparison.maps()->labels.keys.last(), QStringLiteral("</s>"));
  // A source of other words under the same target.
  c.choose(CompareWith::text,
           [](CompareChoice& choice) { choice.text = QStringLiteral("one three"); });
  QCOMPARE(c.comparison.maps()->labels.keys.size(), 4);
  QCOMPARE(c.comparison.maps()->labels.keys[1], QStringLiteral("two/–"));
  QCOMPARE(c.comparison.maps()->labels.queries.last(), QStringLiteral("zwei"));
}

void TestMapComparison::anotherPartHasItsOwnAxes() {
  Comparing c(writingModel(), QStringLiteral("one two three one two three"));
  c.session.setTarget(QStringLiteral("eins zwei"));
  QVERIFY(c.settle());
  c.comparison.choose({.with = CompareWith::head});
  QVERIFY(c.settle());
  c.session.setPart(AttentionPart::cross);
  QVERIFY(c.settle());
  const auto maps = c.comparison.maps();
  const AttentionShape shape = maps->first.attention->shape();
  QVERIFY(shape.nQuery != shape.nKey);
  QCOMPARE(static_cast<int>(maps->tokens.queries.size()), shape.nQuery);
  QCOMPARE(static_cast<int>(maps->tokens.keys.size()), shape.nKey);
  QCOMPARE(static_cast<int>(maps->labels.queries.size()), shape.nQuery);
}

void TestMapComparison::aModelWithoutDecoderIsNotComparedWithADecoder() {
  Comparing c(writingModel(), QStringLiteral("one two three"));
  c.session.setTarget(QStringLiteral("eins zwei"));
  QVERIFY(c.settle());
  c.session.setPart(AttentionPart::cross);
  c.comparison.choose({.with = CompareWith::model});
  c.comparison.secondModel()->open(QStringLiteral("sandbox:heads=3,d_k=4,d_model=8,layers=2"));
  QVERIFY(c.settle());
  QVERIFY(c.comparison.maps() == nullptr);
  QVERIFY2(c.comparison.emptyText().contains(QStringLiteral("no decoder")),
           qPrintable(c.comparison.emptyText()));
  c.session.setPart(AttentionPart::encoder);
  QVERIFY(c.settle());
  QVERIFY(c.comparison.maps() != nullptr);
}

void TestMapComparison::whatIsUnderWayWhenItFallsAsleepIsForgotten() {
  Comparing c(QStringLiteral("sandbox:heads=3,d_k=4,d_model=8,layers=2"),
              QStringLiteral("one two three"));
  c.comparison.setText(QStringLiteral("one two four"));
  c.comparison.setAwake(false);
  QVERIFY(c.settle());
  QVERIFY(c.comparison.maps() == nullptr || c.comparison.change() != nullptr);
  c.comparison.setAwake(true);
  QVERIFY(c.settle());
  QCOMPARE(c.comparison.maps()->second.labels.queries.last(), QStringLiteral("four"));
  QVERIFY(c.comparison.change() != nullptr);
}

void TestMapComparison::withoutATextThereIsNothing() {
  Comparing c;
  c.choose(CompareWith::head);
  QVERIFY(c.comparison.maps() != nullptr);
  c.session.setText({});
  QVERIFY(c.settle());
  QVERIFY(c.comparison.maps() == nullptr);
  QVERIFY(!c.comparison.emptyText().isEmpty());
}

HEADSCOPE_TEST(TestMapComparison)

}  // namespace headscope::test_map_comparison

#include "test_map_comparison.moc"
