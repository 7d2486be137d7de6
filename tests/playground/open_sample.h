#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QtGlobal>
#include <nlohmann/json.hpp>

#include "playground/task.h"

namespace headscope {

// A task that must open.
inline std::shared_ptr<const Task> opened(const std::string& nameOrFile) {
  auto task = openTask(nameOrFile);
  if (!task) {
    qFatal("%s", describe(task.error()).c_str());
  }
  return *task;
}

// The vocabulary of a task, by id.
inline std::vector<std::string> vocabularyOf(const Task& task) {
  std::vector<std::string> words(static_cast<std::size_t>(task.words().count));
  const auto json = nlohmann::json::parse(task.words().reader->json);
  for (const auto& [word, id] : json["model"]["vocab"].items()) {
    words.at(id.get<std::size_t>()) = word;
  }
  return words;
}

// An exercise as a person would type it.
inline std::string textOf(const Exercise& exercise, const std::vector<std::string>& vocabulary) {
  std::string text;
  for (const std::int32_t word : exercise.words) {
    text += (text.empty() ? "" : " ") + vocabulary[static_cast<std::size_t>(word)];
  }
  return text;
}

// All that an exercise has, to be compared.
inline std::vector<Index> numbersOf(const Exercise& exercise) {
  std::vector<Index> numbers(exercise.words.begin(), exercise.words.end());
  for (const Target& target : exercise.targets) {
    numbers.insert(numbers.end(), {-1 - target.row, target.answer});
  }
  return numbers;
}

}  // namespace headscope
