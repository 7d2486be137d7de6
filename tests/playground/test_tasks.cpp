#include <string>
#include <vector>

#include <QTest>

#include "playground/open_sample.h"
#include "playground/training_options.h"
#include "test_class.h"

namespace headscope::test_tasks {

// What is true of every task that comes with the program.
class TestTasks : public QObject {
  Q_OBJECT
 private slots:
  void theyComeInTheOrderToShowThem();
  void eachDescribesItself_data() { builtIn(); }
  void eachDescribesItself();
  void exercisesFitTheWords_data() { builtIn(); }
  void exercisesFitTheWords();
  void practiceShowsOnlyMetWords_data() { builtIn(); }
  void practiceShowsOnlyMetWords();
  void aSeedGivesItsExercises_data() { builtIn(); }
  void aSeedGivesItsExercises();
  void theTokenizerReadsExercises_data() { builtIn(); }
  void theTokenizerReadsExercises();
  void examplesAreOfMetWords_data() { builtIn(); }
  void examplesAreOfMetWords();

 private:
  static void builtIn();
};

namespace {

constexpr int kDraws = 200;

// So many of practice and of each test.
std::vector<Exercise> draw(const Task& task, int count, std::uint64_t seed = 1) {
  Random random(seed);
  std::vector<Exercise> all;
  for (int i = 0; i < count; ++i) {
    all.push_back(task.practice(random));
    for (std::size_t test = 0; test < task.description().tests.size(); ++test) {
      all.push_back(task.test(test, random));
    }
  }
  return all;
}

bool isMet(const Task& task, std::int32_t word) {
  return task.words().met[static_cast<std::size_t>(word)] != 0;
}

std::vector<std::int32_t> idsOf(const Tokenizer& tokenizer, const std::string& text) {
  std::vector<std::int32_t> ids;
  const auto encoding = tokenizer.encode(text);
  for (const Token& token : encoding->tokens) {
    ids.push_back(token.id);
  }
  return ids;
}

}  // namespace

void TestTasks::builtIn() {
  QTest::addColumn<QString>("name");
  for (const std::string& name : builtInTasks()) {
    QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
}

void TestTasks::theyComeInTheOrderToShowThem() {
  QCOMPARE(builtInTasks(),
           (std::vector<std::string>{"coreference", "induction", "copy", "reverse", "next-word"}));
}

void TestTasks::eachDescribesItself() {
  QFETCH(const QString, name);
  const auto task = opened(name.toStdString());
  const TaskDescription& description = task->description();
  QCOMPARE(description.name, name.toStdString());
  QVERIFY(description.title.ends_with("?"));
  QVERIFY(!description.success.empty());
  QVERIFY(!description.lookFor.empty());
  QVERIFY(!description.tests.empty());
  QVERIFY(!description.examples.empty());
  QVERIFY(description.goal > 0.5 && description.goal < 1);
  QVERIFY(description.steps >= 100);
  QCOMPARE(description.tests.size(), std::size_t{name == QStringLiteral("coreference") ? 2U : 1U});
}

void TestTasks::exercisesFitTheWords() {
  QFETCH(const QString, name);
  const auto task = opened(name.toStdString());
  const TaskWords& words = task->words();
  QCOMPARE(words.met.size(), static_cast<std::size_t>(words.count));
  QVERIFY(task->setting().longest <= kMaxTrainedTokens);
  const std::size_t classes =
      words.given != nullptr ? words.classes.size() : static_cast<std::size_t>(words.count);
  for (const Exercise& exercise : draw(*task, kDraws)) {
    QVERIFY(static_cast<Index>(exercise.words.size()) <= task->setting().longest);
    for (const std::int32_t word : exercise.words) {
      QVERIFY(word >= 0 && word < words.count);
    }
    QVERIFY(!exercise.targets.empty());
    Index last = -1;
    for (const Target& target : exercise.targets) {
      QVERIFY(target.row > last && target.row < static_cast<Index>(exercise.words.size()));
      QVERIFY(target.answer >= 0 && static_cast<std::size_t>(target.answer) < classes);
      last = target.row;
    }
  }
}

void TestTasks::practiceShowsOnlyMetWords() {
  QFETCH(const QString, name);
  const auto task = opened(name.toStdString());
  Random random(1);
  for (int i = 0; i < kDraws; ++i) {
    for (const std::int32_t word : task->practice(random).words) {
      QVERIFY(isMet(*task, word));
    }
  }
}

void TestTasks::aSeedGivesItsExercises() {
  QFETCH(const QString, name);
  const auto numbers = [&](std::uint64_t seed) {
    std::vector<std::vector<Index>> all;
    for (const Exercise& exercise : draw(*opened(name.toStdString()), 20, seed)) {
      all.push_back(numbersOf(exercise));
    }
    return all;
  };
  QCOMPARE(numbers(7), numbers(7));
  QVERIFY(numbers(7) != numbers(8));
}

void TestTasks::theTokenizerReadsExercises() {
  QFETCH(const QString, name);
  const auto task = opened(name.toStdString());
  const auto vocabulary = vocabularyOf(*task);
  const auto& tokenizer = task->words().reader->tokenizer;
  for (const Exercise& exercise : draw(*task, 20)) {
    QCOMPARE(idsOf(*tokenizer, textOf(exercise, vocabulary)), exercise.words);
  }
}

void TestTasks::examplesAreOfMetWords() {
  QFETCH(const QString, name);
  const auto task = opened(name.toStdString());
  const auto& tokenizer = task->words().reader->tokenizer;
  for (const std::string& example : task->description().examples) {
    const auto ids = idsOf(*tokenizer, example);
    QVERIFY(ids.size() > 1 && ids.size() < static_cast<std::size_t>(kMaxTrainedTokens));
    for (const std::int32_t id : ids) {
      QVERIFY2(isMet(*task, id), example.c_str());
    }
  }
}

HEADSCOPE_TEST(TestTasks)

}  // namespace headscope::test_tasks

#include "test_tasks.moc"
