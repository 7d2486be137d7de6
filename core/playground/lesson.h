#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "playground/task.h"

namespace headscope {

// Beside the files of a checkpoint.
inline constexpr const char* kTrainingFile = "training.json";

// What a trained model has to say about itself beside its numbers: training.json in its folder.
struct Lesson {
  std::string task;   // TaskDescription::name
  std::string title;  // of TaskDescription, as all that follow
  std::string success;
  std::string lookFor;
  std::vector<std::string> examples;
  std::vector<std::int32_t> askedAt;  // words at whose rows it answers; empty: at every row
  std::vector<std::int32_t> classes;  // words it chooses among; empty: among all
  std::vector<std::uint8_t> met;      // (words) 1 for those that it was trained with
};

Lesson lessonOf(const TaskSetting& task);

nlohmann::json toJson(const Lesson& lesson);
// `words`: how many the model has. TaskError::missingKey, wrongType, outOfRange.
Result<Lesson> readLesson(const nlohmann::json& json, const std::string& file, std::int32_t words);

}  // namespace headscope
