#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "io/json.h"
#include "text/text_error.h"

namespace headscope {

// The id that a value is, or nothing: a whole number from 0 to 2^31 - 1.
std::optional<std::int32_t> idIn(const nlohmann::json& value);

// A part of a tokenizer.json with its place in the file, for errors that say where.
class JsonPart {
 public:
  // `listed` is the document's listed object, or null.
  JsonPart(const nlohmann::json& value, std::string file, std::string path,
           const JsonListedObject* listed = nullptr)
      : value_(&value), file_(std::move(file)), path_(std::move(path)), listed_(listed) {}

  const nlohmann::json& value() const { return *value_; }
  const std::string& path() const { return path_; }
  bool isNull() const { return value_->is_null(); }

  // A member. missingField or notAnObject.
  Result<JsonPart> member(const std::string& name) const;
  // A member, or one that is null where it is not there. notAnObject.
  Result<JsonPart> optionalMember(const std::string& name) const;
  // The elements of an array. wrongType.
  Result<std::vector<JsonPart>> elements() const;

  // Calls visit(name, value) for every member of an object, also of the listed one, until it
  // returns false.
  template <typename Visit>
  void forEachMember(Visit visit) const {
    const auto each = [&visit](const auto& members) {
      for (const auto& [name, value] : members) {
        if (!visit(name, value)) {
          return;
        }
      }
    };
    if (isListed()) {
      each(listed_->members);
    } else {
      each(value_->get_ref<const nlohmann::json::object_t&>());
    }
  }
  std::size_t memberCount() const;
  // A part for one that forEachMember gave.
  JsonPart part(const std::string& name, const nlohmann::json& value) const;

  // wrongType, or invalidId outside 0 … 2^31 - 1.
  Result<std::string> string() const;
  Result<bool> boolean() const;
  Result<std::int32_t> id() const;

  // string() and so on of a member.
  Result<std::string> stringAt(const std::string& name) const;
  Result<bool> booleanAt(const std::string& name) const;
  // The same of a member that may be missing or null.
  Result<bool> booleanAtOr(const std::string& name, bool fallback) const;
  Result<std::string> stringAtOr(const std::string& name, std::string fallback) const;

  tl::unexpected<Error> fail(TokenizerError code, std::string problem,
                             std::string remedy = {}) const;

 private:
  bool isListed() const;

  const nlohmann::json* value_;
  std::string file_;
  std::string path_;  // "model.vocab"
  const JsonListedObject* listed_;
};

}  // namespace headscope
