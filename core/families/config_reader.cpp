#include "families/config_reader.h"

#include <limits>
#include <utility>

namespace headscope {

ConfigReader::ConfigReader(const nlohmann::json& config, std::string file)
    : config_(&config), file_(std::move(file)), result_(std::make_shared<Result<void>>()) {
  if (!config.is_object()) {
    *result_ = failure({.code = FamilyError::notAnObject,
                        .file = file_,
                        .problem = std::string("expected an object, found ") + config.type_name()});
  }
}

void ConfigReader::fail(FamilyError code, const std::string& key, std::string problem,
                        std::string remedy) {
  if (*result_) {
    *result_ = failure({.code = code,
                        .file = file_,
                        .place = at_ + key,
                        .problem = std::move(problem),
                        .remedy = std::move(remedy)});
  }
}

const nlohmann::json* ConfigReader::find(const char* key) const {
  if (!config_->is_object()) {
    return nullptr;
  }
  const auto found = config_->find(key);
  return found == config_->end() || found->is_null() ? nullptr : &*found;
}

int ConfigReader::number(const char* key, int least, int most) {
  if (find(key) == nullptr) {
    fail(FamilyError::missingKey, key, "the key is missing");
    return least;
  }
  return numberOr(key, least, least, most);
}

int ConfigReader::numberOr(const char* key, int fallback, int least, int most) {
  const nlohmann::json* value = find(key);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_number_integer()) {
    fail(FamilyError::wrongKeyType, key, "expected a whole number, found " + value->dump());
    return least;
  }
  const bool negative = !value->is_number_unsigned() && value->get<std::int64_t>() < 0;
  if (negative || value->get<std::uint64_t>() < static_cast<std::uint64_t>(least) ||
      value->get<std::uint64_t>() > static_cast<std::uint64_t>(most)) {
    fail(FamilyError::keyOutOfRange, key,
         "expected " + std::to_string(least) + " to " + std::to_string(most) + ", found " +
             value->dump());
    return least;
  }
  return value->get<int>();
}

float ConfigReader::realOr(const char* key, float fallback) {
  const nlohmann::json* value = find(key);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_number()) {
    fail(FamilyError::wrongKeyType, key, "expected a number, found " + value->dump());
    return fallback;
  }
  const auto real = value->get<double>();
  if (!(real >= 0 && real <= std::numeric_limits<float>::max())) {
    fail(FamilyError::keyOutOfRange, key,
         "expected a float32 of 0 or more, found " + value->dump());
    return fallback;
  }
  return static_cast<float>(real);
}

float ConfigReader::realAtLeast(const char* key, float least) {
  if (!has(key)) {
    fail(FamilyError::missingKey, key, "the key is missing");
    return least;
  }
  const float real = realOr(key, least);
  if (real < least) {
    fail(FamilyError::keyOutOfRange, key,
         "expected at least " + nlohmann::json(least).dump() + ", found " + find(key)->dump());
    return least;
  }
  return real;
}

std::string ConfigReader::textOr(const char* key, const std::string& fallback) {
  const nlohmann::json* value = find(key);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_string()) {
    fail(FamilyError::wrongKeyType, key, "expected a text, found " + value->dump());
    return fallback;
  }
  return value->get<std::string>();
}

bool ConfigReader::flagOr(const char* key, bool fallback) {
  const nlohmann::json* value = find(key);
  if (value == nullptr) {
    return fallback;
  }
  if (!value->is_boolean()) {
    fail(FamilyError::wrongKeyType, key, "expected true or false, found " + value->dump());
    return fallback;
  }
  return value->get<bool>();
}

std::vector<std::string> ConfigReader::texts(const char* key) {
  std::vector<std::string> texts;
  const nlohmann::json* value = find(key);
  if (value == nullptr) {
    return texts;
  }
  for (const nlohmann::json& text : *value) {
    if (!value->is_array() || !text.is_string()) {
      fail(FamilyError::wrongKeyType, key, "expected a list of texts, found " + value->dump());
      return {};
    }
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

ConfigReader ConfigReader::section(const char* key, const char* otherKey) {
  static const nlohmann::json kEmpty = nlohmann::json::object();
  ConfigReader section = *this;
  section.config_ = &kEmpty;
  for (const char* name : {key, otherKey}) {
    const nlohmann::json* value = name == nullptr ? nullptr : find(name);
    if (value == nullptr) {
      continue;
    }
    if (!value->is_object()) {
      fail(FamilyError::wrongKeyType, name, "expected an object, found " + value->dump());
      continue;
    }
    section.config_ = value;
    section.at_ = at_ + name + ".";
    break;
  }
  return section;
}

}  // namespace headscope
