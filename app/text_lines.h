#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "error/error.h"

namespace headscope {

enum class TextLinesError { noText = 1 };

// The texts of a file with a JSON value a line: a string, or an object whose "text" is one. Empty
// lines are passed over. Errors: TextLinesError, JsonError, IoError.
Result<std::vector<std::string>> readTextLines(const std::filesystem::path& path);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(TextLinesError);
