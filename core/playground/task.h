#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "error/error.h"
#include "playground/random.h"
#include "playground/word_reader.h"
#include "tensor/matrix.h"
#include "train/batch.h"

namespace headscope {

enum class TaskError {
  cannotUse = 1,  // there is no task, and no file, of that name
  missingKey,
  wrongType,
  unknownKind,
  badTemplate,
  notOneWord,  // a word that the vocabulary does not have as a whole
  tooFew,      // words, templates, or a text that is too short
  outOfRange,
};

// Where a head looks that has found a part of the answer.
struct Sight {
  Index query = 0;
  Index key = 0;
  std::size_t pattern = 0;  // of TaskDescription::patterns
};

// One text, and what is asked of it. Rows of targets and sights are those of the text.
struct Exercise {
  std::vector<std::int32_t> words;
  std::vector<Target> targets;
  std::vector<Sight> sights;
};

// What a task says of itself, for people.
struct TaskDescription {
  std::string name;                   // "coreference"
  std::string title;                  // "What does “it” stand for?"
  std::string success;                // what is counted as right
  std::string lookFor;                // the attention that a head which has learnt it shows
  std::vector<std::string> patterns;  // what a head can be seen to do: "previous token"
  std::vector<std::string> tests;     // what it is tested on: "known words", "unseen words"
  std::vector<std::string> examples;  // texts to look at while a model learns
  double goal = 0.99;                 // accuracy of the first test from which on it is learnt
  int steps = 300;  // that it takes with the options of the playground, and some more
};

// The words of a task, and which of them are answers.
struct TaskWords {
  std::shared_ptr<const WordReader> reader;
  std::int32_t count = 0;
  // Vectors of words that are given: then each class is the vector of a word. Null: they are
  // learnt, and each word is a class.
  std::shared_ptr<const Matrix> given;
  std::vector<std::int32_t> classes;  // words, of given ones alone
  std::size_t practised = 0;          // how many of these, from the first, practice chooses among
  std::vector<std::int32_t> askedAt;  // words at whose rows there is an answer; empty: at every row
  std::vector<std::uint8_t> met;      // (count) 1 for words that practice may show
};

// What a model must know of a task to be made and to be shown, without its texts.
struct TaskSetting {
  TaskDescription description;
  TaskWords words;
  bool causal = false;
  Index longest = 0;  // words of its longest text, at most kMaxTrainedTokens
};

// Something that a small transformer can learn, with texts without end to learn it from. Const
// functions are safe to use from several threads.
class Task {
 public:
  explicit Task(TaskSetting setting) : setting_(std::move(setting)) {}
  virtual ~Task() = default;

  const TaskSetting& setting() const { return setting_; }
  const TaskDescription& description() const { return setting_.description; }
  const TaskWords& words() const { return setting_.words; }

  // A text to learn from.
  virtual Exercise practice(Random& random) const = 0;
  // One that is never practised, of description().tests[test].
  virtual Exercise test(std::size_t test, Random& random) const = 0;

 private:
  TaskSetting setting_;
};

// A task that comes with the program by its name, or else of a file that ends with .json.
// TaskError; JsonError and IoError of a file.
Result<std::shared_ptr<const Task>> openTask(const std::string& nameOrFile);

// Of those that come with the program, in the order in which to show them.
std::vector<std::string> builtInTasks();

// "Next word" on a text of one's own; `called` names it in errors. TaskError::tooFew.
Result<std::shared_ptr<const Task>> taskOfText(std::string_view text, const std::string& called);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(TaskError);
