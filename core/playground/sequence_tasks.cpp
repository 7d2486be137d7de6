#include "playground/sequence_tasks.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "playground/training_options.h"
#include "playground/word_reader.h"

namespace headscope {
namespace {

constexpr std::int64_t kLongest = 64;
constexpr std::int64_t kMostSymbols = 1000;

struct Range {
  std::int64_t least = 1;
  std::int64_t most = 1;

  std::int64_t draw(Random& random) const { return random.between(least, most); }
};

Range readRange(TaskFields& fields, const std::string& key, std::int64_t least) {
  TaskFields range = fields.object(key);
  Range read{.least = range.number("least", least, kLongest)};
  read.most = range.number("most", read.least, kLongest);
  return read;
}

// The first word is for what is no symbol.
class SequenceTask : public Task {
 public:
  using Draw = std::function<void(Random&, std::int32_t symbols, Exercise&)>;

  SequenceTask(TaskSetting setting, Draw draw) : Task(std::move(setting)), draw_(std::move(draw)) {}

  // Of so many sequences none comes twice.
  Exercise practice(Random& random) const override { return draw(random); }
  Exercise test(std::size_t, Random& random) const override { return draw(random); }

 private:
  Exercise draw(Random& random) const {
    Exercise exercise;
    draw_(random, words().count - 1, exercise);
    return exercise;
  }

  Draw draw_;
};

// Whether a typed text of these symbols would be read as them.
void checkSymbols(TaskFields& fields, const Tokenizer& tokenizer,
                  const std::vector<std::string>& vocabulary) {
  for (std::size_t id = 1; id < vocabulary.size(); ++id) {
    const auto read = tokenizer.encode(vocabulary[id]);
    if (!read || read->tokens.size() != 1 || read->tokens[0].id != static_cast<std::int32_t>(id)) {
      fields.fail(TaskError::notOneWord, "symbols", "'" + vocabulary[id] + "' is not one word",
                  "Take letters, digits or one mark; words are in lower case and without accents");
    }
  }
}

Result<std::shared_ptr<const Task>> makeTask(TaskFields& fields, std::vector<std::string> patterns,
                                             bool causal, std::int64_t longest,
                                             SequenceTask::Draw draw) {
  TaskDescription description = readDescription(fields, std::move(patterns), {"new sequences"});
  std::vector<std::string> vocabulary = fields.texts("symbols");
  const auto count = static_cast<std::int64_t>(vocabulary.size());
  if (count < 2 || count > kMostSymbols) {
    fields.fail(TaskError::outOfRange, "symbols",
                "there are " + std::to_string(count) + ", and it takes 2 to 1000");
  }
  std::vector<std::string> sorted = vocabulary;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end()) {
    fields.fail(TaskError::outOfRange, "symbols", "'" + *twice + "' is there twice");
  }
  if (longest > kMaxTrainedTokens) {
    fields.fail(TaskError::outOfRange, "length",
                "sequences have up to " + std::to_string(longest) +
                    " symbols, and a model reads at most " + std::to_string(kMaxTrainedTokens));
  }
  if (!fields.good()) {
    return failure(fields.result().error());
  }
  vocabulary.insert(vocabulary.begin(), "[UNK]");
  const auto reader = makeWordReader(wordPieceJson(vocabulary), fields.file());
  if (!reader) {
    return failure(reader.error());
  }
  checkSymbols(fields, *(*reader)->tokenizer, vocabulary);
  if (!fields.good()) {
    return failure(fields.result().error());
  }
  TaskWords words{.reader = *reader,
                  .count = static_cast<std::int32_t>(vocabulary.size()),
                  .met = std::vector<std::uint8_t>(vocabulary.size(), 1)};
  words.met.front() = 0;
  TaskSetting setting{.description = std::move(description),
                      .words = std::move(words),
                      .causal = causal,
                      .longest = static_cast<Index>(longest)};
  return std::make_shared<const SequenceTask>(std::move(setting), std::move(draw));
}

void addSymbols(Random& random, std::int64_t count, std::int32_t symbols, Exercise& exercise) {
  for (std::int64_t i = 0; i < count; ++i) {
    exercise.words.push_back(1 + static_cast<std::int32_t>(random.below(symbols)));
  }
}

// So that what came after one the last time is never ambiguous. count is at most symbols.
void addDistinct(Random& random, std::int64_t count, std::int32_t symbols, Exercise& exercise) {
  std::vector<std::int32_t> all(static_cast<std::size_t>(symbols));
  std::iota(all.begin(), all.end(), 1);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const auto rest = static_cast<std::int64_t>(all.size() - i);
    std::swap(all[i], all[i + static_cast<std::size_t>(random.below(rest))]);
    exercise.words.push_back(all[i]);
  }
}

// Every row could look at the one before.
void addPreviousTokens(Exercise& exercise) {
  for (std::size_t i = 1; i < exercise.words.size(); ++i) {
    const auto query = static_cast<Index>(i);
    exercise.sights.push_back({.query = query, .key = query - 1, .pattern = 0});
  }
}

// Words first … first + count - 1 again; what follows the first of them is asked.
void repeat(Index first, Index count, Exercise& exercise) {
  for (Index i = 0; i < count; ++i) {
    const std::int32_t symbol = exercise.words[static_cast<std::size_t>(first + i)];
    if (i > 0) {
      const auto row = static_cast<Index>(exercise.words.size()) - 1;
      exercise.targets.push_back({.row = row, .answer = symbol});
      exercise.sights.push_back({.query = row, .key = first + i, .pattern = 1});
    }
    exercise.words.push_back(symbol);
  }
  addPreviousTokens(exercise);
}

}  // namespace

Result<std::shared_ptr<const Task>> inductionTask(TaskFields fields) {
  const Range before = readRange(fields, "before", 0);
  const Range length = readRange(fields, "length", 2);
  const Range between = readRange(fields, "between", 0);
  const std::int64_t distinct = before.most + length.most + between.most;
  if (static_cast<std::int64_t>(fields.texts("symbols").size()) < distinct) {
    fields.fail(TaskError::tooFew, "symbols",
                "before, length and between take up to " + std::to_string(distinct) +
                    " of them, none twice");
  }
  return makeTask(fields, {"previous token", "induction"}, true, distinct + length.most,
                  [=](Random& random, std::int32_t symbols, Exercise& exercise) {
                    const Index first = before.draw(random);
                    const Index repeated = length.draw(random);
                    addDistinct(random, first + repeated + between.draw(random), symbols, exercise);
                    repeat(first, repeated, exercise);
                  });
}

Result<std::shared_ptr<const Task>> copyTask(TaskFields fields) {
  const Range length = readRange(fields, "length", 2);
  return makeTask(fields, {"previous token"}, true, length.most,
                  [=](Random& random, std::int32_t symbols, Exercise& exercise) {
                    addSymbols(random, length.draw(random), symbols, exercise);
                    for (std::size_t i = 1; i < exercise.words.size(); ++i) {
                      exercise.targets.push_back(
                          {.row = static_cast<Index>(i), .answer = exercise.words[i - 1]});
                    }
                    addPreviousTokens(exercise);
                  });
}

Result<std::shared_ptr<const Task>> reverseTask(TaskFields fields) {
  const Range length = readRange(fields, "length", 2);
  return makeTask(
      fields, {"mirror"}, false, length.most,
      [=](Random& random, std::int32_t symbols, Exercise& exercise) {
        addSymbols(random, length.draw(random), symbols, exercise);
        const std::size_t n = exercise.words.size();
        for (std::size_t i = 0; i < n; ++i) {
          exercise.targets.push_back(
              {.row = static_cast<Index>(i), .answer = exercise.words[n - 1 - i]});
          exercise.sights.push_back(
              {.query = static_cast<Index>(i), .key = static_cast<Index>(n - 1 - i), .pattern = 0});
        }
      });
}

}  // namespace headscope
