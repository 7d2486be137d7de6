#pragma once

#include <filesystem>
#include <string>
#include <string_view>

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

// Strict JSON as RFC 8259 has it, in UTF-8 without a byte order mark, and no number beyond
// float64. `file` names the source in errors, which give line and column (or the key's path for a
// duplicate).
Result<nlohmann::json> parseJson(std::string_view text, const std::string& file,
                                 DuplicateKeys duplicates);

// At most maxBytes are read; a larger file is JsonError::tooLarge.
Result<nlohmann::json> readJsonFile(const std::filesystem::path& path, DuplicateKeys duplicates,
                                    std::size_t maxBytes = 256u << 20);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(JsonError);
