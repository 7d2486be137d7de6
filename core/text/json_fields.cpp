#include "text/json_fields.h"

#include <limits>
#include <utility>

namespace headscope {

std::optional<std::int32_t> idIn(const nlohmann::json& value) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > kMost) {
    return std::nullopt;
  }
  return static_cast<std::int32_t>(value.get<std::uint64_t>());
}

tl::unexpected<Error> JsonPart::fail(TokenizerError code, std::string problem,
                                     std::string remedy) const {
  return failure({.code = code,
                  .file = file_,
                  .place = path_,
                  .problem = std::move(problem),
                  .remedy = std::move(remedy)});
}

Result<JsonPart> JsonPart::optionalMember(const std::string& name) const {
  static const nlohmann::json kNull;
  if (!value_->is_object()) {
    return fail(TokenizerError::notAnObject,
                std::string("expected an object, found ") + value_->type_name());
  }
  const auto found = value_->find(name);
  return part(name, found == value_->end() ? kNull : *found);
}

JsonPart JsonPart::part(const std::string& name, const nlohmann::json& value) const {
  return {value, file_, path_.empty() ? name : path_ + "." + name, listed_};
}

bool JsonPart::isListed() const {
  if (listed_ == nullptr || !value_->is_object()) {
    return false;
  }
  std::string path;
  for (const std::string& key : listed_->path) {
    path += (path.empty() ? "" : ".") + key;
  }
  return path == path_;
}

std::size_t JsonPart::memberCount() const {
  return isListed() ? listed_->members.size() : value_->size();
}

Result<JsonPart> JsonPart::member(const std::string& name) const {
  auto part = optionalMember(name);
  if (part && !value_->contains(name)) {
    return fail(TokenizerError::missingField, "the field '" + name + "' is missing");
  }
  return part;
}

Result<std::vector<JsonPart>> JsonPart::elements() const {
  if (!value_->is_array()) {
    return fail(TokenizerError::wrongType,
                std::string("expected an array, found ") + value_->type_name());
  }
  std::vector<JsonPart> parts;
  parts.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i) {
    parts.emplace_back((*value_)[i], file_, path_ + "[" + std::to_string(i) + "]");
  }
  return parts;
}

Result<std::string> JsonPart::string() const {
  if (!value_->is_string()) {
    return fail(TokenizerError::wrongType,
                std::string("expected a string, found ") + value_->type_name());
  }
  return value_->get<std::string>();
}

Result<bool> JsonPart::boolean() const {
  if (!value_->is_boolean()) {
    return fail(TokenizerError::wrongType,
                std::string("expected true or false, found ") + value_->type_name());
  }
  return value_->get<bool>();
}

Result<std::int32_t> JsonPart::id() const {
  const auto id = idIn(*value_);
  if (!id) {
    return fail(TokenizerError::invalidId,
                "an id must be a whole number from 0 to 2147483647, found " + value_->dump());
  }
  return *id;
}

Result<std::string> JsonPart::stringAt(const std::string& name) const {
  return member(name).and_then([](const JsonPart& part) { return part.string(); });
}

Result<bool> JsonPart::booleanAt(const std::string& name) const {
  return member(name).and_then([](const JsonPart& part) { return part.boolean(); });
}

Result<bool> JsonPart::booleanAtOr(const std::string& name, bool fallback) const {
  return optionalMember(name).and_then([fallback](const JsonPart& part) {
    return part.isNull() ? Result<bool>(fallback) : part.boolean();
  });
}

Result<std::string> JsonPart::stringAtOr(const std::string& name, std::string fallback) const {
  return optionalMember(name).and_then([&fallback](const JsonPart& part) {
    return part.isNull() ? Result<std::string>(std::move(fallback)) : part.string();
  });
}

}  // namespace headscope
