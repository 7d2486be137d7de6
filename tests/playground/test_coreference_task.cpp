#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <QTest>

#include "io/temporary_files.h"
#include "playground/coreference_file.h"
#include "playground/open_sample.h"
#include "test_class.h"

namespace headscope::test_coreference_task {

class TestCoreferenceTask : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void thePronounIsAsked();
  void practiceChoosesAmongItsClasses();
  void knownWordsAreMet();
  void unseenWordsAreNot();
  void testedCombinationsAreNeverPractised();
  void wordsAreGiven();
  void aFileOfOnesOwn();

 private:
  std::shared_ptr<const Task> task_;
  std::vector<std::string> vocabulary_;
};

namespace {

using Strings = std::vector<std::string>;

template <typename Draw>
std::vector<Exercise> drawn(int count, std::uint64_t seed, const Draw& draw) {
  Random random(seed);
  std::vector<Exercise> all;
  for (int i = 0; i < count; ++i) {
    all.push_back(draw(random));
  }
  return all;
}

std::vector<Exercise> practised(const Task& task, int count) {
  return drawn(count, 1, [&](Random& random) { return task.practice(random); });
}

std::vector<Exercise> tested(const Task& task, std::size_t test, int count) {
  return drawn(count, 2, [&](Random& random) { return task.test(test, random); });
}

bool isMet(const Task& task, std::int32_t word) {
  return task.words().met[static_cast<std::size_t>(word)] != 0;
}

}  // namespace

void TestCoreferenceTask::initTestCase() {
  task_ = opened("coreference");
  vocabulary_ = vocabularyOf(*task_);
}

void TestCoreferenceTask::thePronounIsAsked() {
  const auto word = [&](std::int32_t id) { return vocabulary_[static_cast<std::size_t>(id)]; };
  QCOMPARE(task_->words().askedAt.size(), std::size_t{1});
  QCOMPARE(word(task_->words().askedAt[0]), std::string("it"));
  QVERIFY(!task_->setting().causal);
  std::vector<Exercise> all = practised(*task_, 1000);
  for (const std::size_t test : {0U, 1U}) {
    std::ranges::copy(tested(*task_, test, 1000), std::back_inserter(all));
  }
  for (const Exercise& exercise : all) {
    QCOMPARE(exercise.targets.size(), std::size_t{1});
    const Target target = exercise.targets[0];
    QCOMPARE(word(exercise.words[static_cast<std::size_t>(target.row)]), std::string("it"));
    const std::int32_t answer = task_->words().classes[static_cast<std::size_t>(target.answer)];
    QVERIFY2(std::ranges::count(exercise.words, answer) > 0, textOf(exercise, vocabulary_).c_str());
  }
}

void TestCoreferenceTask::practiceChoosesAmongItsClasses() {
  const TaskWords& words = task_->words();
  QVERIFY(words.practised > 1500 && words.practised < words.classes.size());
  QCOMPARE(std::set(words.classes.begin(), words.classes.end()).size(), words.classes.size());
  for (const Exercise& exercise : practised(*task_, 1000)) {
    QVERIFY(exercise.targets[0].answer < static_cast<Index>(words.practised));
  }
  for (const Exercise& exercise : tested(*task_, 0, 1000)) {
    QVERIFY(exercise.targets[0].answer < static_cast<Index>(words.practised));
  }
  for (const Exercise& exercise : tested(*task_, 1, 1000)) {
    QVERIFY(exercise.targets[0].answer >= static_cast<Index>(words.practised));
  }
}

void TestCoreferenceTask::knownWordsAreMet() {
  for (const Exercise& exercise : tested(*task_, 0, 1000)) {
    for (const std::int32_t word : exercise.words) {
      QVERIFY(isMet(*task_, word));
    }
  }
}

// Two nouns and an adjective.
void TestCoreferenceTask::unseenWordsAreNot() {
  for (const Exercise& exercise : tested(*task_, 1, 1000)) {
    const auto unmet = std::ranges::count_if(
        exercise.words, [&](std::int32_t word) { return !isMet(*task_, word); });
    QVERIFY2(unmet == 3, textOf(exercise, vocabulary_).c_str());
  }
}

// Of so many draws some would be of the same words if nothing kept them apart, as within one test.
void TestCoreferenceTask::testedCombinationsAreNeverPractised() {
  const std::set<std::string> others = {
      "the",     "didn",   "'",        "t",       "because",    "it",      "was",   "did",
      "not",     "since",  "by",       "so",      "could",      "never",   "saw",   ",",
      ".",       "too",    "very",     "cross",   "enter",      "leave",   "reach", "visit",
      "see",     "like",   "approach", "explore", "crossed",    "entered", "left",  "reached",
      "visited", "passed", "seen",     "liked",   "approached", "explored"};
  const auto combination = [&](const Exercise& exercise) {
    Strings chosen;
    for (const std::int32_t id : exercise.words) {
      const std::string& word = vocabulary_[static_cast<std::size_t>(id)];
      if (!others.contains(word)) {
        chosen.push_back(word);
      }
    }
    std::ranges::sort(chosen);
    if (chosen.size() == 4) {  // "pass" is a verb too
      chosen.erase(std::ranges::find(chosen, "pass"));
    }
    return chosen;
  };
  constexpr std::size_t kDraws = 10'000;
  std::set<Strings> practice;
  for (const Exercise& exercise : practised(*task_, kDraws)) {
    practice.insert(combination(exercise));
    QCOMPARE(practice.rbegin()->size(), std::size_t{3});
  }
  std::set<Strings> test;
  for (const Exercise& exercise : tested(*task_, 0, kDraws)) {
    test.insert(combination(exercise));
    QCOMPARE(test.rbegin()->size(), std::size_t{3});
  }
  QVERIFY(practice.size() < kDraws);
  QVERIFY(test.size() < kDraws);
  Strings both;
  for (const Strings& chosen : test) {
    if (practice.contains(chosen)) {
      both.insert(both.end(), chosen.begin(), chosen.end());
    }
  }
  QCOMPARE(both, Strings());
}

void TestCoreferenceTask::wordsAreGiven() {
  const TaskWords& words = task_->words();
  QVERIFY(words.given != nullptr);
  QCOMPARE(words.given->rows(), static_cast<Index>(words.count));
  QCOMPARE(words.given->cols(), Index{64});
  QVERIFY(words.given->allFinite());
  QCOMPARE(words.given, opened("coreference")->words().given);
}

void TestCoreferenceTask::aFileOfOnesOwn() {
  const TestFolder folder;
  const auto task = opened(folder.write("own.json", kCoreferenceFile).string());
  QCOMPARE(task->description().name, std::string("own"));
  QCOMPARE(task->setting().longest, Index{9});
  const auto vocabulary = vocabularyOf(*task);
  std::set<std::string> texts;
  for (const Exercise& exercise : practised(*task, 2000)) {
    texts.insert(textOf(exercise, vocabulary));
  }
  for (const Exercise& exercise : tested(*task, 0, 2000)) {
    QVERIFY(!texts.contains(textOf(exercise, vocabulary)));
    texts.insert("test: " + textOf(exercise, vocabulary));
  }
  // 3 · 3 · (2 + 2) choices, in one template each.
  QCOMPARE(texts.size(), std::size_t{36});
}

HEADSCOPE_TEST(TestCoreferenceTask)

}  // namespace headscope::test_coreference_task

#include "test_coreference_task.moc"
