#pragma once

#include <string_view>

namespace headscope {

// Whether a model of this name can be one folder of the store: 1 to 100 of the characters
// A-Z a-z 0-9 . _ -, the first a letter or a digit.
bool isModelName(std::string_view name);

// Whether joining the path to a folder stays below that folder: relative, "/" between its parts,
// none of them empty, "." or "..", no backslash and no control character.
bool staysInside(std::string_view path);

}  // namespace headscope
