#include "playground/lesson.h"

#include "playground/task_fields.h"

namespace headscope {

Lesson lessonOf(const TaskSetting& task) {
  const TaskDescription& description = task.description;
  const TaskWords& words = task.words;
  return {.task = description.name,
          .title = description.title,
          .success = description.success,
          .lookFor = description.lookFor,
          .examples = description.examples,
          .askedAt = words.askedAt,
          .classes = words.classes,
          .met = words.met};
}

nlohmann::json toJson(const Lesson& lesson) {
  std::vector<std::int32_t> met;
  for (std::size_t id = 0; id < lesson.met.size(); ++id) {
    if (lesson.met[id] != 0) {
      met.push_back(static_cast<std::int32_t>(id));
    }
  }
  return {{"task", lesson.task},         {"title", lesson.title},
          {"success", lesson.success},   {"look_for", lesson.lookFor},
          {"examples", lesson.examples}, {"asked_at", lesson.askedAt},
          {"classes", lesson.classes},   {"met", met}};
}

Result<Lesson> readLesson(const nlohmann::json& json, const std::string& file, std::int32_t words) {
  TaskFields fields(json, file);
  Lesson lesson{.task = fields.text("task"),
                .title = fields.text("title"),
                .success = fields.text("success"),
                .lookFor = fields.text("look_for"),
                .examples = fields.textsOrNone("examples"),
                .askedAt = fields.ids("asked_at", words),
                .classes = fields.ids("classes", words)};
  lesson.met.resize(static_cast<std::size_t>(words));
  for (const std::int32_t id : fields.ids("met", words)) {
    lesson.met[static_cast<std::size_t>(id)] = 1;
  }
  if (!fields.good()) {
    return failure(fields.result().error());
  }
  return lesson;
}

}  // namespace headscope
