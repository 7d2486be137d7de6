#include "playground/task_fields.h"

#include <algorithm>
#include <utility>

namespace headscope {
namespace {

using Json = nlohmann::json;

const Json kNoObject = Json::object();

}  // namespace

TaskFields::TaskFields(const Json& file, std::string name)
    : TaskFields(&file, std::move(name), "", std::make_shared<Result<void>>()) {
  if (!file.is_object()) {
    fail(TaskError::wrongType, "", "expected an object");
    object_ = &kNoObject;
  }
}

TaskFields::TaskFields(const Json* object, std::string file, std::string at,
                       std::shared_ptr<Result<void>> result)
    : object_(object), file_(std::move(file)), at_(std::move(at)), result_(std::move(result)) {}

void TaskFields::fail(TaskError code, const std::string& key, std::string problem,
                      std::string remedy) {
  if (good()) {
    *result_ = failure({.code = code,
                        .file = file_,
                        .place = at_ + key,
                        .problem = std::move(problem),
                        .remedy = std::move(remedy)});
  }
}

const Json* TaskFields::find(const std::string& key) {
  const auto found = object_->find(key);
  if (found == object_->end()) {
    fail(TaskError::missingKey, key, "the key is missing");
    return nullptr;
  }
  return &*found;
}

std::string TaskFields::text(const std::string& key) {
  const Json* value = find(key);
  if (value != nullptr && !value->is_string()) {
    fail(TaskError::wrongType, key, "expected a text");
  }
  return value != nullptr && value->is_string() ? value->get<std::string>() : "";
}

std::vector<std::string> TaskFields::texts(const std::string& key) {
  std::vector<std::string> read = textsOrNone(key);
  if (read.empty()) {
    fail(TaskError::tooFew, key, "the list is empty");
  }
  return read;
}

std::vector<std::int32_t> TaskFields::ids(const std::string& key, std::int32_t end) {
  const Json* value = find(key);
  if (value == nullptr) {
    return {};
  }
  const auto isId = [end](const Json& element) {
    return element.is_number_unsigned() &&
           element.get<std::uint64_t>() < static_cast<std::uint64_t>(end);
  };
  if (!value->is_array() || !std::all_of(value->begin(), value->end(), isId)) {
    fail(TaskError::wrongType, key,
         "expected a list of whole numbers from 0 to " + std::to_string(end - 1));
    return {};
  }
  return value->get<std::vector<std::int32_t>>();
}

std::vector<std::string> TaskFields::textsOrNone(const std::string& key) {
  const Json* value = find(key);
  if (value == nullptr) {
    return {};
  }
  const auto isText = [](const Json& element) { return element.is_string(); };
  if (!value->is_array() || !std::all_of(value->begin(), value->end(), isText)) {
    fail(TaskError::wrongType, key, "expected a list of texts");
    return {};
  }
  return value->get<std::vector<std::string>>();
}

std::int64_t TaskFields::number(const std::string& key, std::int64_t least, std::int64_t most) {
  const Json* value = find(key);
  if (value == nullptr) {
    return least;
  }
  if (!value->is_number_integer()) {
    fail(TaskError::wrongType, key, "expected a whole number");
    return least;
  }
  const auto number = value->get<std::int64_t>();
  if (number < least || number > most) {
    fail(TaskError::outOfRange, key,
         value->dump() + " is not between " + std::to_string(least) + " and " +
             std::to_string(most));
    return least;
  }
  return number;
}

bool TaskFields::flag(const std::string& key) {
  const Json* value = find(key);
  if (value != nullptr && !value->is_boolean()) {
    fail(TaskError::wrongType, key, "expected true or false");
  }
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

double TaskFields::share(const std::string& key) {
  const Json* value = find(key);
  if (value == nullptr) {
    return 1;
  }
  if (!value->is_number()) {
    fail(TaskError::wrongType, key, "expected a number");
    return 1;
  }
  const auto share = value->get<double>();
  if (!(share > 0 && share <= 1)) {
    fail(TaskError::outOfRange, key, value->dump() + " is not above 0 and at most 1");
    return 1;
  }
  return share;
}

TaskFields TaskFields::object(const std::string& key) {
  const Json* value = find(key);
  if (value != nullptr && !value->is_object()) {
    fail(TaskError::wrongType, key, "expected an object");
    value = nullptr;
  }
  return {value != nullptr ? value : &kNoObject, file_, at_ + key + ".", result_};
}

std::vector<TaskFields> TaskFields::objects(const std::string& key) {
  const Json* value = find(key);
  std::vector<TaskFields> all;
  if (value == nullptr) {
    return all;
  }
  const auto isObject = [](const Json& element) { return element.is_object(); };
  if (!value->is_array() || !std::all_of(value->begin(), value->end(), isObject)) {
    fail(TaskError::wrongType, key, "expected a list of objects");
    return all;
  }
  for (const Json& element : *value) {
    all.push_back({&element, file_, at_ + key + "[" + std::to_string(all.size()) + "].", result_});
  }
  return all;
}

std::vector<std::string> TaskFields::keys() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : object_->items()) {
    names.push_back(name);
  }
  return names;
}

TaskDescription readDescription(TaskFields& fields, std::vector<std::string> patterns,
                                std::vector<std::string> tests) {
  return {.name = fields.text("name"),
          .title = fields.text("title"),
          .success = fields.text("success"),
          .lookFor = fields.text("look_for"),
          .patterns = std::move(patterns),
          .tests = std::move(tests),
          .examples = fields.texts("examples"),
          .goal = fields.share("goal"),
          .steps = static_cast<int>(fields.number("steps", 1, 100'000))};
}

}  // namespace headscope
