#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "error/error.h"

namespace headscope {

class JsonPart;

// Lets a std::unordered_map of strings be asked with a string_view.
struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

using Vocabulary = std::unordered_map<std::string, std::int32_t, StringHash, std::equal_to<>>;

// The id of a token, or -1.
std::int32_t idOf(const Vocabulary& vocabulary, std::string_view token);

// The token of an id, or an empty text: goes through all of them.
std::string textOf(const Vocabulary& vocabulary, std::int32_t id);

// {"token": id, …}. Errors: notAnObject, emptyVocabulary, invalidId.
Result<Vocabulary> readVocabulary(const JsonPart& part);

}  // namespace headscope
