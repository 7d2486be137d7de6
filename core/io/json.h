#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "error/error.h"

namespace headscope {

enum class JsonError { cannotRead = 1, tooLarge, invalidUtf8, syntax, tooDeep, duplicateKey };

// Whether an object that names a key twice is refused, or keeps the last as Python's json and the
// Hugging Face tokenizers do.
enum class DuplicateKeys { reject, keepLast };

// Strict JSON: UTF-8, at most kMaxJsonDepth levels. `file` names the source in errors, which give
// line and column (or the key's path for a duplicate).
inline constexpr int kMaxJsonDepth = 64;
Result<nlohmann::json> parseJson(std::string_view text, const std::string& file,
                                 DuplicateKeys duplicates);

// At most maxBytes are read; a larger file is JsonError::tooLarge.
Result<nlohmann::json> readJsonFile(const std::filesystem::path& path, DuplicateKeys duplicates,
                                    std::size_t maxBytes = 256u << 20);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(JsonError);
