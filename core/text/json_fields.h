#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "text/text_error.h"

namespace headscope {

// A part of a tokenizer.json with its place in the file, for errors that say where.
class JsonPart {
 public:
  JsonPart(const nlohmann::json& value, std::string file, std::string path)
      : value_(&value), file_(std::move(file)), path_(std::move(path)) {}

  const nlohmann::json& value() const { return *value_; }
  const std::string& path() const { return path_; }
  bool isNull() const { return value_->is_null(); }

  // A member. missingField or notAnObject.
  Result<JsonPart> member(const std::string& name) const;
  // A member, or one that is null where it is not there. notAnObject.
  Result<JsonPart> optionalMember(const std::string& name) const;
  // The elements of an array. wrongType.
  Result<std::vector<JsonPart>> elements() const;

  // wrongType, or invalidId outside 0 … 2^31 - 1.
  Result<std::string> string() const;
  Result<bool> boolean() const;
  Result<std::int32_t> id() const;

  // string() and so on of a member.
  Result<std::string> stringAt(const std::string& name) const;
  Result<bool> booleanAt(const std::string& name) const;

  tl::unexpected<Error> fail(TokenizerError code, std::string problem,
                             std::string remedy = {}) const;

 private:
  const nlohmann::json* value_;
  std::string file_;
  std::string path_;  // "model.vocab"
};

}  // namespace headscope
