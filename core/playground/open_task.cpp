#include <array>
#include <filesystem>

#include "io/json.h"
#include "io/read_file.h"
#include "playground/coreference_task.h"
#include "playground/next_word_task.h"
#include "playground/sequence_tasks.h"
#include "playground/task.h"
#include "playground/task_fields.h"

namespace headscope {

std::string_view coreferenceTaskFile();  // the embedded files
std::string_view inductionTaskFile();
std::string_view copyTaskFile();
std::string_view reverseTaskFile();
std::string_view nextWordTaskFile();

namespace {

// One line a kind of task.
constexpr std::pair<const char*, Result<std::shared_ptr<const Task>> (*)(TaskFields)> kKinds[] = {
    {"coreference", coreferenceTask}, {"induction", inductionTask}, {"copy", copyTask},
    {"reverse", reverseTask},         {"next word", nextWordTask},
};

// One line a task that comes with the program.
constexpr std::pair<const char*, std::string_view (*)()> kBuiltIn[] = {
    {"coreference", coreferenceTaskFile}, {"induction", inductionTaskFile}, {"copy", copyTaskFile},
    {"reverse", reverseTaskFile},         {"next-word", nextWordTaskFile},
};

Result<std::shared_ptr<const Task>> readTask(const nlohmann::json& json, const std::string& file) {
  TaskFields fields(json, file);
  const std::string kind = fields.text("kind");
  std::string known;
  for (const auto& [name, read] : kKinds) {
    if (kind == name) {
      return read(std::move(fields));
    }
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  fields.fail(TaskError::unknownKind, "kind", "'" + kind + "' is none of " + known);
  return failure(fields.result().error());
}

}  // namespace

std::vector<std::string> builtInTasks() {
  std::vector<std::string> names;
  for (const auto& [name, file] : kBuiltIn) {
    names.emplace_back(name);
  }
  return names;
}

Result<std::shared_ptr<const Task>> openTask(const std::string& nameOrFile) {
  std::string names;
  for (const auto& [name, file] : kBuiltIn) {
    if (nameOrFile == name) {
      return parseJson(file(), name, DuplicateKeys::reject).and_then([&](const auto& json) {
        return readTask(json, nameOrFile);
      });
    }
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  if (nameOrFile.ends_with(".json")) {
    return readJsonFile(nameOrFile, DuplicateKeys::reject).and_then([&](const auto& json) {
      return readTask(json, nameOrFile);
    });
  }
  if (nameOrFile.ends_with(".txt")) {
    return readFile(nameOrFile, kMaxJsonBytes).and_then([&](const std::string& text) {
      return taskOfText(text, nameOrFile);
    });
  }
  return failure({.code = TaskError::cannotUse,
                  .file = nameOrFile,
                  .problem = "there is no such task",
                  .remedy = "Tasks are " + names +
                            ", a task's .json file, or a .txt file whose words are to be learnt"});
}

Result<std::shared_ptr<const Task>> taskOfText(std::string_view text, const std::string& called) {
  return openTask("next-word").and_then([&](const std::shared_ptr<const Task>& task) {
    TaskDescription description = task->description();
    description.examples = {};
    return nextWordTask(text, called, std::move(description));
  });
}

}  // namespace headscope
