#include "playground/next_word_task.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "io/utf8.h"
#include "playground/word_reader.h"
#include "text/bert_normalizer.h"
#include "text/bert_pre_tokenizer.h"

namespace headscope {
namespace {

constexpr std::size_t kMostWords = 2000;       // of the vocabulary, the most frequent ones
constexpr std::size_t kMostBytes = 16u << 20;  // of the text
constexpr std::int64_t kWindow = 32;           // words of an exercise
constexpr std::size_t kTested = 8;             // the last of so many parts of the text

// Words and marks as the tokenizer of wordPieceJson() cuts them.
std::vector<std::string> wordsOf(std::string_view text) {
  AlignedText aligned = alignedText(text);
  BertNormalizer({}).normalize(aligned);
  std::vector<std::string> words;
  for (const AlignedText& word : BertPreTokenizer().split(std::move(aligned))) {
    words.push_back(toUtf8(word));
  }
  return words;
}

// "[UNK]", then the most frequent words; of equally frequent ones the earlier.
std::vector<std::string> vocabularyOf(const std::vector<std::string>& words) {
  struct Entry {
    std::size_t count = 0;
    std::size_t first = 0;
  };
  std::unordered_map<std::string, Entry> entries;
  for (std::size_t i = 0; i < words.size(); ++i) {
    Entry& entry = entries.try_emplace(words[i], Entry{.first = i}).first->second;
    ++entry.count;
  }
  std::vector<std::pair<std::string, Entry>> sorted(entries.begin(), entries.end());
  std::ranges::sort(sorted, [](const auto& a, const auto& b) {
    return a.second.count != b.second.count ? a.second.count > b.second.count
                                            : a.second.first < b.second.first;
  });
  std::vector<std::string> vocabulary = {"[UNK]"};
  for (std::size_t i = 0; i < std::min(sorted.size(), kMostWords); ++i) {
    vocabulary.push_back(sorted[i].first);
  }
  return vocabulary;
}

class NextWordTask : public Task {
 public:
  NextWordTask(TaskSetting setting, std::vector<std::int32_t> text)
      : Task(std::move(setting)), text_(std::move(text)) {}

  Exercise practice(Random& random) const override {
    return window(random, 0, text_.size() - tested());
  }
  Exercise test(std::size_t, Random& random) const override {
    return window(random, text_.size() - tested(), text_.size());
  }

 private:
  std::size_t tested() const { return std::max<std::size_t>(2, text_.size() / kTested); }

  Exercise window(Random& random, std::size_t begin, std::size_t end) const {
    const auto length = std::min<std::int64_t>(kWindow + 1, static_cast<std::int64_t>(end - begin));
    const auto first =
        begin +
        static_cast<std::size_t>(random.below(static_cast<std::int64_t>(end - begin) - length + 1));
    Exercise exercise;
    for (std::int64_t i = 0; i + 1 < length; ++i) {
      const std::size_t at = first + static_cast<std::size_t>(i);
      exercise.words.push_back(text_[at]);
      if (text_[at + 1] != 0) {  // a rare word is nobody's answer
        exercise.targets.push_back({.row = static_cast<Index>(i), .answer = text_[at + 1]});
      }
      if (i > 0) {
        exercise.sights.push_back({.query = i, .key = i - 1, .pattern = 0});
      }
    }
    return exercise;
  }

  std::vector<std::int32_t> text_;
};

}  // namespace

Result<std::shared_ptr<const Task>> nextWordTask(std::string_view text, const std::string& called,
                                                 TaskDescription description) {
  const auto fail = [&](TaskError code, std::string problem, std::string remedy) {
    return failure(
        {.code = code, .file = called, .problem = std::move(problem), .remedy = std::move(remedy)});
  };
  if (text.size() > kMostBytes) {
    return fail(TaskError::outOfRange, "the text is longer than 16 MiB", "Take a part of it");
  }
  if (firstInvalidUtf8(text)) {
    return fail(TaskError::wrongType, "the text is not UTF-8", "Save it as UTF-8");
  }
  const std::vector<std::string> words = wordsOf(text);
  if (words.size() < kLeastWords) {
    return fail(TaskError::tooFew,
                "the text has " + std::to_string(words.size()) + " words, and at least " +
                    std::to_string(kLeastWords) + " are needed to learn from and to test with",
                "Paste a longer text");
  }
  const std::vector<std::string> vocabulary = vocabularyOf(words);
  std::unordered_map<std::string_view, std::int32_t> ids;
  for (std::size_t id = 1; id < vocabulary.size(); ++id) {
    ids.emplace(vocabulary[id], static_cast<std::int32_t>(id));
  }
  std::vector<std::int32_t> numbers;
  for (const std::string& word : words) {
    const auto found = ids.find(word);
    numbers.push_back(found == ids.end() ? 0 : found->second);
  }
  const auto reader = makeWordReader(wordPieceJson(vocabulary), called);
  if (!reader) {
    return failure(reader.error());
  }
  TaskWords known{.reader = *reader,
                  .count = static_cast<std::int32_t>(vocabulary.size()),
                  .met = std::vector<std::uint8_t>(vocabulary.size())};
  // The text's end is not practised.
  const std::size_t practised = numbers.size() - numbers.size() / kTested;
  for (std::size_t i = 0; i < practised; ++i) {
    known.met[static_cast<std::size_t>(numbers[i])] = 1;
  }
  known.met.front() = 0;
  TaskSetting setting{.description = std::move(description),
                      .words = std::move(known),
                      .causal = true,
                      .longest = kWindow};
  return std::make_shared<const NextWordTask>(std::move(setting), std::move(numbers));
}

Result<std::shared_ptr<const Task>> nextWordTask(TaskFields fields) {
  TaskDescription description = readDescription(fields, {"previous token"}, {"the text's end"});
  const std::string text = fields.text("text");
  if (!fields.good()) {
    return failure(fields.result().error());
  }
  return nextWordTask(text, fields.file(), std::move(description));
}

}  // namespace headscope
