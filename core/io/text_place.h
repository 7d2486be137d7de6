#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headscope {

// "line 3, column 5" of a byte of a UTF-8 text, both from 1. Columns count code points; lines end
// with LF, CR LF or CR. An offset past the end means the end.
std::string lineAndColumn(std::string_view text, std::size_t offset);

// Text found in a file, fit for an error message: in single quotes, cut after 100 characters, with
// control characters and bytes that are not UTF-8 written as \x0A.
std::string inQuotes(std::string_view text);

}  // namespace headscope
