#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "playground/task.h"

namespace headscope {

// Reads a task's file field by field and remembers the first error, so that a task can read all it
// needs and ask once. After an error, values are empty.
class TaskFields {
 public:
  TaskFields(const nlohmann::json& file, std::string name);

  std::string text(const std::string& key);
  std::vector<std::string> textsOrNone(const std::string& key);
  // At least one.
  std::vector<std::string> texts(const std::string& key);
  // Whole numbers from 0 to below `end`.
  std::vector<std::int32_t> ids(const std::string& key, std::int32_t end);
  // A whole number in [least, most].
  std::int64_t number(const std::string& key, std::int64_t least, std::int64_t most);
  bool flag(const std::string& key);
  // A number in (0, 1].
  double share(const std::string& key);
  // An object, and the objects of a list. Their errors are this one's and say where they are.
  TaskFields object(const std::string& key);
  std::vector<TaskFields> objects(const std::string& key);
  std::vector<std::string> keys() const;

  void fail(TaskError code, const std::string& key, std::string problem, std::string remedy = {});
  const Result<void>& result() const { return *result_; }
  bool good() const { return result_->has_value(); }
  const std::string& file() const { return file_; }

 private:
  TaskFields(const nlohmann::json* object, std::string file, std::string at,
             std::shared_ptr<Result<void>> result);
  const nlohmann::json* find(const std::string& key);

  const nlohmann::json* object_;  // not null
  std::string file_;
  std::string at_;  // what keys are called by: "referents[0]."
  std::shared_ptr<Result<void>> result_;
};

// What every task's file says of it.
TaskDescription readDescription(TaskFields& fields, std::vector<std::string> patterns,
                                std::vector<std::string> tests);

}  // namespace headscope
