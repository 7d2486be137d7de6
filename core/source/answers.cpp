#include "source/answers.h"

#include <algorithm>
#include <unordered_map>

#include "tensor/softmax.h"

namespace headscope {
namespace {

bool isAsked(const Lesson& lesson, const Token& token) {
  return lesson.askedAt.empty() || std::ranges::count(lesson.askedAt, token.id) > 0;
}

// The words that are chosen among, and where each lies among them.
struct Choices {
  std::vector<std::int32_t> words;
  std::unordered_map<std::int32_t, Index> places;

  void add(std::int32_t word) {
    if (places.emplace(word, static_cast<Index>(words.size())).second) {
      words.push_back(word);
    }
  }
};

Choices choicesOf(const Lesson& lesson, const std::vector<Token>& tokens) {
  Choices choices;
  if (lesson.classes.empty()) {
    for (std::size_t id = 0; id < lesson.met.size(); ++id) {
      choices.add(static_cast<std::int32_t>(id));
    }
  }
  for (const std::int32_t word : lesson.classes) {
    choices.add(word);
  }
  for (const Token& token : tokens) {
    choices.add(token.id);
  }
  return choices;
}

}  // namespace

std::vector<Answer> answersOf(const CheckpointSource& model, const std::vector<Token>& tokens,
                              const ConstMatrixRef& hidden) {
  const Lesson* lesson = model.lesson();
  if (lesson == nullptr) {
    return {};
  }
  std::vector<Index> rows;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (isAsked(*lesson, tokens[i])) {
      rows.push_back(static_cast<Index>(i));
    }
  }
  if (rows.empty()) {
    return {};
  }
  const Choices choices = choicesOf(*lesson, tokens);
  auto probabilities = model.logits(hidden(rows, Eigen::all), choices.words);
  if (!probabilities) {
    return {};
  }
  softmaxRows(*probabilities);
  std::vector<Answer> answers;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = probabilities->row(static_cast<Index>(i));
    Answer answer{.row = static_cast<int>(rows[i])};
    for (const Token& token : tokens) {
      answer.ofRows.push_back(static_cast<double>(row[choices.places.at(token.id)]));
    }
    answer.best = static_cast<double>(row.maxCoeff());
    const auto greatest = std::ranges::max_element(answer.ofRows);
    if (*greatest == answer.best) {
      answer.bestRow = static_cast<int>(greatest - answer.ofRows.begin());
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace headscope
