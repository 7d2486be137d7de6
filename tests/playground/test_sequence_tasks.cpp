#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <QTest>

#include "io/temporary_files.h"
#include "playground/open_sample.h"
#include "test_class.h"

namespace headscope::test_sequence_tasks {

class TestSequenceTasks : public QObject {
  Q_OBJECT
 private slots:
  void inductionAsksWhatCameAfter();
  void inductionLeavesTheDistanceOpen();
  void theShortestInduction();
  void copyNamesTheOneBefore();
  void reverseNamesTheOtherEnd();
  void lengthsAreThoseOfTheFile_data();
  void lengthsAreThoseOfTheFile();
  void symbolsAreLearnt();
};

namespace {

constexpr int kDraws = 1000;

// Half of them practised, half of the test.
std::vector<Exercise> drawn(const Task& task) {
  Random random(1);
  std::vector<Exercise> all;
  for (int i = 0; i < kDraws / 2; ++i) {
    all.push_back(task.practice(random));
    all.push_back(task.test(0, random));
  }
  return all;
}

std::int32_t wordAt(const Exercise& exercise, Index row) {
  return exercise.words[static_cast<std::size_t>(row)];
}

// The first row whose symbol has been there before; the length where there is none.
Index repetitionOf(const Exercise& exercise) {
  std::set<std::int32_t> seen;
  Index row = 0;
  while (row < static_cast<Index>(exercise.words.size()) &&
         seen.insert(wordAt(exercise, row)).second) {
    ++row;
  }
  return row;
}

// The row of a symbol's first occurrence.
Index firstRowOf(const Exercise& exercise, std::int32_t symbol) {
  return std::ranges::find(exercise.words, symbol) - exercise.words.begin();
}

}  // namespace

// From the first repeated symbol on; that it is repeated nobody can know.
void TestSequenceTasks::inductionAsksWhatCameAfter() {
  const auto task = opened("induction");
  QVERIFY(task->setting().causal);
  for (const Exercise& exercise : drawn(*task)) {
    const Index begin = repetitionOf(exercise);
    const auto length = static_cast<Index>(exercise.words.size()) - begin;
    QVERIFY(length >= 4 && length <= 8);
    QCOMPARE(exercise.targets.size(), static_cast<std::size_t>(length - 1));
    for (Index i = 0; i + 1 < length; ++i) {
      const Target target = exercise.targets[static_cast<std::size_t>(i)];
      QCOMPARE(target.row, begin + i);
      const Index before = firstRowOf(exercise, wordAt(exercise, target.row));
      QVERIFY(before < begin);
      QCOMPARE(target.answer, Index{wordAt(exercise, before + 1)});
      QCOMPARE(target.answer, Index{wordAt(exercise, target.row + 1)});
    }
  }
}

void TestSequenceTasks::inductionLeavesTheDistanceOpen() {
  std::set<Index> distances;
  std::set<Index> befores;
  for (const Exercise& exercise : drawn(*opened("induction"))) {
    const Index begin = repetitionOf(exercise);
    const Index first = firstRowOf(exercise, wordAt(exercise, begin));
    distances.insert(begin - first);
    befores.insert(first);
  }
  // 4 to 8 of them and 0 to 6 between; 0 to 6 before.
  QCOMPARE(distances, (std::set<Index>{4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}));
  QCOMPARE(befores, (std::set<Index>{0, 1, 2, 3, 4, 5, 6}));
}

void TestSequenceTasks::theShortestInduction() {
  const TestFolder folder;
  const auto task = opened(folder
                               .write("short.json", R"({
    "kind": "induction", "name": "short", "title": "t", "success": "s", "look_for": "l",
    "goal": 1, "steps": 1, "examples": ["a b a b"], "symbols": ["a", "b"],
    "before": {"least": 0, "most": 0}, "length": {"least": 2, "most": 2},
    "between": {"least": 0, "most": 0}})")
                               .string());
  QCOMPARE(task->setting().longest, Index{4});
  const auto vocabulary = vocabularyOf(*task);
  std::set<std::string> texts;
  for (const Exercise& exercise : drawn(*task)) {
    texts.insert(textOf(exercise, vocabulary));
    QCOMPARE(exercise.targets.size(), std::size_t{1});
    QCOMPARE(exercise.targets[0].row, Index{2});
    QCOMPARE(exercise.targets[0].answer, Index{exercise.words[1]});
  }
  QCOMPARE(texts, (std::set<std::string>{"a b a b", "b a b a"}));
}

void TestSequenceTasks::copyNamesTheOneBefore() {
  const auto task = opened("copy");
  QVERIFY(task->setting().causal);
  for (const Exercise& exercise : drawn(*task)) {
    QCOMPARE(exercise.targets.size(), exercise.words.size() - 1);
    Index row = 1;
    for (const Target& target : exercise.targets) {
      QCOMPARE(target.row, row);
      QCOMPARE(target.answer, Index{wordAt(exercise, row - 1)});
      ++row;
    }
  }
}

void TestSequenceTasks::reverseNamesTheOtherEnd() {
  const auto task = opened("reverse");
  QVERIFY(!task->setting().causal);
  for (const Exercise& exercise : drawn(*task)) {
    std::vector<std::int32_t> answers;
    for (const Target& target : exercise.targets) {
      QCOMPARE(target.row, static_cast<Index>(answers.size()));
      answers.push_back(static_cast<std::int32_t>(target.answer));
    }
    std::ranges::reverse(answers);
    QCOMPARE(answers, exercise.words);
  }
}

void TestSequenceTasks::lengthsAreThoseOfTheFile_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("least");
  QTest::addColumn<int>("most");
  QTest::newRow("copy") << "copy" << 4 << 14;
  QTest::newRow("reverse") << "reverse" << 4 << 12;
}

void TestSequenceTasks::lengthsAreThoseOfTheFile() {
  QFETCH(const QString, name);
  QFETCH(const int, least);
  QFETCH(const int, most);
  const auto task = opened(name.toStdString());
  std::set<int> lengths;
  for (const Exercise& exercise : drawn(*task)) {
    lengths.insert(static_cast<int>(exercise.words.size()));
  }
  QCOMPARE(*lengths.begin(), least);
  QCOMPARE(*lengths.rbegin(), most);
  QCOMPARE(lengths.size(), static_cast<std::size_t>(most - least + 1));
  QCOMPARE(task->setting().longest, Index{most});
}

// Each has a number, and the first number is for what is no symbol.
void TestSequenceTasks::symbolsAreLearnt() {
  const auto task = opened("copy");
  const TaskWords& words = task->words();
  QVERIFY(words.given == nullptr);
  QVERIFY(words.classes.empty() && words.askedAt.empty());
  QCOMPARE(words.count, 27);
  const auto vocabulary = vocabularyOf(*task);
  QCOMPARE(vocabulary.front(), std::string("[UNK]"));
  QCOMPARE(vocabulary.back(), std::string("z"));
  QCOMPARE(int{words.met.front()}, 0);
  QCOMPARE(std::ranges::count(words.met, 1), 26);
  std::set<std::int32_t> shown;
  for (const Exercise& exercise : drawn(*task)) {
    shown.insert(exercise.words.begin(), exercise.words.end());
  }
  QCOMPARE(shown.size(), std::size_t{26});
  QVERIFY(!shown.contains(0));
}

HEADSCOPE_TEST(TestSequenceTasks)

}  // namespace headscope::test_sequence_tasks

#include "test_sequence_tasks.moc"
