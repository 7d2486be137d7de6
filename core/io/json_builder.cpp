#include "io/json_builder.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace headscope {

namespace {

// What is wrong, of "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error
// while parsing object key - invalid string: …; last read: '"ab'; expected string literal". The
// place is reported in one way everywhere, and what was last read may be of any length and end
// within a character: it is left out, with what follows it.
std::string reasonIn(std::string_view message) {
  constexpr std::string_view kParseError = "parse error at line ";
  constexpr std::size_t kMostBytes = 200;
  const std::size_t id = message.find("] ");
  if (message.starts_with('[') && id != std::string_view::npos) {
    message.remove_prefix(id + 2);
  }
  const std::size_t place = message.find(": ");
  if (message.starts_with(kParseError) && place != std::string_view::npos) {
    message.remove_prefix(place + 2);
  }
  const std::string_view reason = message.substr(0, message.find("; last read: '"));
  return std::string(reason.substr(0, kMostBytes));
}

}  // namespace

bool JsonBuilder::key(std::string& name) {
  Level& level = levels_.back();
  if (level.listed) {
    auto& [key, value] = listed_->members.emplace_back(std::move(name), Json());
    level.key = &key;
    level.value = &value;
    return true;
  }
  auto& object = level.container->get_ref<Json::object_t&>();
  const auto [entry, isNew] = object.try_emplace(std::move(name));
  level.key = &entry->first;
  level.value = &entry->second;
  if (!isNew && duplicates_ == DuplicateKeys::reject) {
    failure_ = {.code = JsonError::duplicateKey, .detail = pathToKey()};
    return false;
  }
  return true;
}

bool JsonBuilder::parse_error(std::size_t position, const std::string&,
                              const nlohmann::detail::exception& error) {
  // The position counts the bytes read, the offending one included.
  failure_ = {.code = JsonError::syntax,
              .offset = position > 0 ? position - 1 : 0,
              .detail = reasonIn(error.what())};
  return false;
}

bool JsonBuilder::countValue() {
  if (valueCount_ == kMaxJsonValues) {
    failure_ = {.code = JsonError::tooLarge};
    return false;
  }
  ++valueCount_;
  return true;
}

bool JsonBuilder::add(Json&& value) {
  if (!countValue()) {
    return false;
  }
  place(std::move(value));
  return true;
}

bool JsonBuilder::open(Json&& container) {
  if (levels_.size() == static_cast<std::size_t>(kMaxJsonDepth)) {
    failure_ = {.code = JsonError::tooDeep};
    return false;
  }
  if (!countValue()) {
    return false;
  }
  const bool listed = isListed(container);
  if (listed) {
    listed_->members.clear();  // of one given before under the same keys
  }
  levels_.push_back({.container = &place(std::move(container)), .listed = listed});
  return true;
}

bool JsonBuilder::close() {
  levels_.pop_back();
  return true;
}

JsonBuilder::Json& JsonBuilder::place(Json&& value) {
  if (levels_.empty()) {
    return document_ = std::move(value);
  }
  const Level& level = levels_.back();
  if (level.container->is_array()) {
    return level.container->get_ref<Json::array_t&>().emplace_back(std::move(value));
  }
  return *level.value = std::move(value);
}

// Whether a value that begins here is the object to be listed.
bool JsonBuilder::isListed(const Json& container) const {
  return listed_ != nullptr && container.is_object() &&
         std::equal(levels_.begin(), levels_.end(), listed_->path.begin(), listed_->path.end(),
                    [](const Level& level, const std::string& key) {
                      return level.container->is_object() && *level.key == key;
                    });
}

std::string JsonBuilder::pathToKey() const {
  std::string path;
  for (const Level& level : levels_) {
    if (level.container->is_array()) {
      path.append("[").append(std::to_string(level.container->size() - 1)).append("]");
      continue;
    }
    if (!path.empty()) {
      path += '.';
    }
    path += *level.key;
  }
  return path;
}

}  // namespace headscope
