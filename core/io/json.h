#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "error/error.h"

namespace headscope {

enum class JsonError {
  cannotRead = 1,
  tooLarge,
  invalidUtf8,
  syntax,
  tooDeep,
  duplicateKey,
  loneSurrogate,  // an escape \uD800 to \uDFFF that is not one half of a pair
};

// Whether an object that names a key twice is refused, or keeps the last as Python's json and the
// Hugging Face tokenizers do.
enum class DuplicateKeys { reject, keepLast };

// A document of more levels, or of more values (objects, arrays, strings, numbers, literals),
// is refused: a small hostile file must not fill the memory.
inline constexpr int kMaxJsonDepth = 64;
inline constexpr int kMaxJsonValues = 1 << 23;
inline constexpr std::size_t kMaxJsonBytes = 256u << 20;

// An object with so many members (a vocabulary) that putting them into a document's sorted map
// would be most of the work. In the document it is empty.
struct JsonListedObject {
  std::vector<std::string> path;  // the keys that lead to it: {"model", "vocab"}
  // In the file's order. A key that is given twice is here twice, whatever DuplicateKeys says.
  std::vector<std::pair<std::string, nlohmann::json>> members;
};

// Strict JSON as RFC 8259 has it, in UTF-8 without a byte order mark, and no number beyond
// float64. `file` names the source in errors, which give line and column (or the key's path for a
// duplicate). The members of the object at listed->path, if there is one, go to listed->members.
Result<nlohmann::json> parseJson(std::string_view text, const std::string& file,
                                 DuplicateKeys duplicates, JsonListedObject* listed = nullptr);

// At most maxBytes are read; a larger file is JsonError::tooLarge.
Result<nlohmann::json> readJsonFile(const std::filesystem::path& path, DuplicateKeys duplicates,
                                    std::size_t maxBytes = kMaxJsonBytes,
                                    JsonListedObject* listed = nullptr);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(JsonError);
