#include <algorithm>
#include <string>
#include <vector>

#include <QTest>

#include "model/layer_recorder.h"
#include "source/answers.h"
#include "source/open_model.h"
#include "source/playground_source.h"
#include "test_class.h"

namespace headscope::test_playground_source {

// The trained model that comes with the program shows what the examples promise.
class TestPlaygroundSource : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void describesItself();
  void headsFindTheNoun_data();
  void headsFindTheNoun();
  void namesTheNoun_data() { headsFindTheNoun_data(); }
  void namesTheNoun();
  void asksAtEachPronounAlone();
  void knowsItsLesson();
  void knowsWhichWordsItMet_data();
  void knowsWhichWordsItMet();
  void otherModelsHaveNoLesson();

 private:
  std::shared_ptr<const CheckpointSource> model_;
};

namespace {

constexpr int kAnimal = 1;
constexpr int kStreet = 7;
constexpr int kIt = 9;
constexpr int kAdjective = 12;

std::string sentence(const QString& adjective) {
  return "The animal didn't cross the street because it was too " + adjective.toStdString() + ".";
}

// The greatest weight that a head of a layer gives a key.
float mostOf(const AttentionSource& attention, int layer, int query, int key) {
  float most = 0;
  for (int head = 0; head < attention.shape().heads; ++head) {
    most = std::max(most, attention.row({layer, head}, query)[static_cast<std::size_t>(key)]);
  }
  return most;
}

}  // namespace

void TestPlaygroundSource::initTestCase() {
  const auto model = openModel(kPlaygroundName);
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  model_ = std::dynamic_pointer_cast<const CheckpointSource>(*model);
  QVERIFY(model_ != nullptr);
}

void TestPlaygroundSource::describesItself() {
  const ModelDescription& description = model_->description();
  QCOMPARE(description.name, std::string("Playground"));
  QCOMPARE(description.family, std::string("Playground"));
  QCOMPARE(description.layers, 2);
  QVERIFY(description.heads >= 1);
  QCOMPARE(description.mask, std::string("none"));
  QCOMPARE(description.notice, std::string());
  QVERIFY(model_->readsText());
}

void TestPlaygroundSource::headsFindTheNoun_data() {
  QTest::addColumn<QString>("adjective");
  QTest::addColumn<int>("noun");
  QTest::newRow("tired") << "tired" << kAnimal;
  QTest::newRow("wide") << "wide" << kStreet;
}

void TestPlaygroundSource::headsFindTheNoun() {
  QFETCH(const QString, adjective);
  QFETCH(const int, noun);
  const auto run = model_->run(sentence(adjective));
  QVERIFY(run);
  std::vector<std::string> words;
  for (const Token& token : run->tokens) {
    words.push_back(token.text);
  }
  QCOMPARE(words,
           (std::vector<std::string>{"the", "animal", "didn", "'", "t", "cross", "the", "street",
                                     "because", "it", "was", "too", adjective.toStdString(), "."}));
  const float toAdjective = mostOf(*run->attention, 0, kIt, kAdjective);
  const float toNoun = mostOf(*run->attention, 1, kIt, noun);
  if (noun == kAnimal) {
    QVERIFY2(toAdjective >= 0.5F, qPrintable(QString::number(toAdjective)));
  }
  QVERIFY2(toNoun >= 0.8F, qPrintable(QString::number(toNoun)));
}

void TestPlaygroundSource::namesTheNoun() {
  QFETCH(const QString, adjective);
  QFETCH(const int, noun);
  HiddenRecorder recorder;
  const auto run = model_->run(sentence(adjective), {.observer = &recorder});
  QVERIFY(run);
  const auto answers = answersOf(*model_, run->tokens, recorder.hidden().back());
  QCOMPARE(answers.size(), std::size_t{1});
  QCOMPARE(answers[0].row, kIt);
  QCOMPARE(answers[0].bestRow, noun);
  QVERIFY2(answers[0].best > 0.9, qPrintable(QString::number(answers[0].best)));
  QCOMPARE(answers[0].ofRows.size(), std::size_t{14});
  QCOMPARE(answers[0].ofRows[static_cast<std::size_t>(noun)], answers[0].best);
  QCOMPARE(answers[0].ofRows[0], answers[0].ofRows[6]);  // "the"
  for (const double probability : answers[0].ofRows) {
    QVERIFY(probability >= 0 && probability <= answers[0].best);
  }
}

void TestPlaygroundSource::asksAtEachPronounAlone() {
  const auto rowsOf = [&](const std::string& text) {
    HiddenRecorder recorder;
    const auto run = model_->run(text, {.observer = &recorder});
    std::vector<int> rows;
    for (const Answer& answer : answersOf(*model_, run->tokens, recorder.hidden().back())) {
      rows.push_back(answer.row);
    }
    return rows;
  };
  QCOMPARE(rowsOf("The dog was tired."), std::vector<int>());
  QCOMPARE(rowsOf("It saw the dog. It was tired."), (std::vector{0, 5}));
}

void TestPlaygroundSource::knowsItsLesson() {
  const Lesson* lesson = model_->lesson();
  QVERIFY(lesson != nullptr);
  QCOMPARE(lesson->task, std::string("coreference"));
  QCOMPARE(lesson->askedAt.size(), std::size_t{1});
  QVERIFY(lesson->classes.size() > 1500);
  QVERIFY(std::ranges::count(lesson->examples, sentence(QStringLiteral("tired"))) == 1);
  QVERIFY(std::ranges::count(lesson->examples, sentence(QStringLiteral("wide"))) == 1);
}

void TestPlaygroundSource::knowsWhichWordsItMet_data() {
  QTest::addColumn<QString>("word");
  QTest::addColumn<bool>("met");
  for (const char* word : {"animal", "street", "tired", "wide", "it", "because"}) {
    QTest::newRow(word) << word << true;
  }
  for (const char* word : {"elephant", "frightened", "xylophone"}) {
    QTest::newRow(word) << word << false;
  }
}

void TestPlaygroundSource::knowsWhichWordsItMet() {
  QFETCH(const QString, word);
  QFETCH(const bool, met);
  const auto run = model_->run(word.toStdString());
  QVERIFY(run);
  const auto isMet = [&](const Token& token) {
    return model_->lesson()->met[static_cast<std::size_t>(token.id)] != 0;
  };
  QCOMPARE(std::ranges::all_of(run->tokens, isMet), met);
}

void TestPlaygroundSource::otherModelsHaveNoLesson() {
  const auto model = openModel(HEADSCOPE_TEST_DATA "/models/gpt2");
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  const auto checkpoint = std::dynamic_pointer_cast<const CheckpointSource>(*model);
  QVERIFY(checkpoint != nullptr);
  QVERIFY(checkpoint->lesson() == nullptr);
  const Matrix hidden = Matrix::Ones(1, checkpoint->description().dModel);
  QVERIFY(answersOf(*checkpoint, {Token{.id = 1}}, hidden).empty());
}

HEADSCOPE_TEST(TestPlaygroundSource)

}  // namespace headscope::test_playground_source

#include "test_playground_source.moc"
