#include <algorithm>
#include <string>
#include <vector>

#include <QTest>

#include "io/temporary_files.h"
#include "playground/open_sample.h"
#include "test_class.h"

namespace headscope::test_next_word_task {

class TestNextWordTask : public QObject {
  Q_OBJECT
 private slots:
  void targetsAreTheNextWords_data();
  void targetsAreTheNextWords();
  void testsComeFromTheTextsEnd();
  void onlyPractisedWordsAreMet();
  void frequentWordsComeFirst();
  void aRareWordIsNobodysAnswer();
  void aCharacterOfChineseIsAWord();
  void aTextFileIsATask();
  void theShortestText();
};

namespace {

std::shared_ptr<const Task> taskOf(const std::string& text) {
  const auto task = taskOfText(text, "text");
  if (!task) {
    qFatal("%s", describe(task.error()).c_str());
  }
  return *task;
}

// "w1 w2 …", each once: as many different words, whose numbers are their places.
std::string countedWords(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) {
    text += (i > 1 ? " w" : "w") + std::to_string(i);
  }
  return text;
}

// Whether it is a piece of countedWords(), asked at each row for the next word.
bool isPiece(const Exercise& exercise) {
  bool is = exercise.targets.size() == exercise.words.size();
  for (std::size_t i = 0; is && i < exercise.words.size(); ++i) {
    const std::int32_t next = exercise.words[0] + static_cast<std::int32_t>(i) + 1;
    is = exercise.words[i] + 1 == next && exercise.targets[i].row == static_cast<Index>(i) &&
         exercise.targets[i].answer == next;
  }
  return is;
}

struct Extent {
  Index first = 1'000'000;  // word
  Index last = 0;           // word or answer
};

template <typename Draw>
Extent extentOf(const Draw& draw) {
  Random random(1);
  Extent extent;
  for (int i = 0; i < 1000; ++i) {
    const Exercise exercise = draw(random);
    if (!isPiece(exercise)) {
      return {};
    }
    extent.first = std::min(extent.first, Index{exercise.words.front()});
    extent.last = std::max(extent.last, exercise.targets.back().answer);
  }
  return extent;
}

}  // namespace

void TestNextWordTask::targetsAreTheNextWords_data() {
  QTest::addColumn<bool>("practised");
  QTest::newRow("practice") << true;
  QTest::newRow("test") << false;
}

void TestNextWordTask::targetsAreTheNextWords() {
  QFETCH(const bool, practised);
  const auto task = opened("next-word");
  QVERIFY(task->setting().causal);
  QVERIFY(task->words().given == nullptr);
  Random random(1);
  for (int i = 0; i < 200; ++i) {
    const Exercise exercise = practised ? task->practice(random) : task->test(0, random);
    QCOMPARE(exercise.words.size(), static_cast<std::size_t>(task->setting().longest));
    QCOMPARE(exercise.targets.size(), exercise.words.size());
    for (std::size_t row = 0; row < exercise.words.size(); ++row) {
      QCOMPARE(exercise.targets[row].row, static_cast<Index>(row));
      if (row + 1 < exercise.words.size()) {
        QCOMPARE(exercise.targets[row].answer, Index{exercise.words[row + 1]});
      }
    }
  }
}

// An eighth of 400 words; windows reach from end to end, and never over the border.
void TestNextWordTask::testsComeFromTheTextsEnd() {
  const auto task = taskOf(countedWords(400));
  const Extent practised = extentOf([&](Random& random) { return task->practice(random); });
  QCOMPARE(practised.first, Index{1});
  QCOMPARE(practised.last, Index{350});
  const Extent tested = extentOf([&](Random& random) { return task->test(0, random); });
  QCOMPARE(tested.first, Index{351});
  QCOMPARE(tested.last, Index{400});
}

void TestNextWordTask::onlyPractisedWordsAreMet() {
  const auto task = taskOf(countedWords(400));
  std::vector<std::uint8_t> expected(401);
  std::fill(expected.begin() + 1, expected.begin() + 351, std::uint8_t{1});
  QCOMPARE(task->words().met, expected);
}

void TestNextWordTask::frequentWordsComeFirst() {
  const auto vocabulary = vocabularyOf(*taskOf("A b, b C; " + countedWords(60) + " B c"));
  QCOMPARE(std::vector(vocabulary.begin(), vocabulary.begin() + 7),
           (std::vector<std::string>{"[UNK]", "b", "c", "a", ",", ";", "w1"}));
}

void TestNextWordTask::aRareWordIsNobodysAnswer() {
  const auto task = taskOf(countedWords(2100));
  QCOMPARE(task->words().count, 2001);
  Random random(1);
  int rare = 0;
  for (int i = 0; i < 200; ++i) {
    const Exercise exercise = task->test(0, random);
    for (const Target& target : exercise.targets) {
      QVERIFY(target.answer > 0);
      QCOMPARE(target.answer, Index{exercise.words[static_cast<std::size_t>(target.row)]} + 1);
    }
    rare += static_cast<int>(std::ranges::count(exercise.words, 0));
  }
  QVERIFY(rare > 0);
}

void TestNextWordTask::aCharacterOfChineseIsAWord() {
  std::string text;
  for (int i = 0; i < 10; ++i) {
    text += "猫坐在垫子上。";
  }
  const auto task = taskOf(text);
  QCOMPARE(vocabularyOf(*task),
           (std::vector<std::string>{"[UNK]", "猫", "坐", "在", "垫", "子", "上", "。"}));
  const auto encoding = task->words().reader->tokenizer->encode("在猫上");
  QVERIFY(encoding);
  std::vector<std::int32_t> ids;
  for (const Token& token : encoding->tokens) {
    ids.push_back(token.id);
  }
  QCOMPARE(ids, (std::vector<std::int32_t>{3, 1, 6}));
}

void TestNextWordTask::aTextFileIsATask() {
  const TestFolder folder;
  const std::string text = countedWords(100);
  const auto ofFile = opened(folder.write("own.txt", text).string());
  const auto ofText = taskOf(text);
  QCOMPARE(ofFile->words().reader->json, ofText->words().reader->json);
  QCOMPARE(ofFile->description().name, std::string("next-word"));
  QCOMPARE(ofFile->description().title, opened("next-word")->description().title);
  QVERIFY(ofFile->description().examples.empty());
  Random random(3);
  Random same(3);
  QCOMPARE(numbersOf(ofFile->practice(random)), numbersOf(ofText->practice(same)));
}

// 53 words to learn from, 7 to test with.
void TestNextWordTask::theShortestText() {
  const auto task = taskOf(countedWords(60));
  const Extent practised = extentOf([&](Random& random) { return task->practice(random); });
  QCOMPARE(practised.last, Index{53});
  const Extent tested = extentOf([&](Random& random) { return task->test(0, random); });
  QCOMPARE(tested.first, Index{54});
  QCOMPARE(tested.last, Index{60});
}

HEADSCOPE_TEST(TestNextWordTask)

}  // namespace headscope::test_next_word_task

#include "test_next_word_task.moc"
