#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace headscope {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // U+FEFF

// The byte at which the first sequence begins that is not UTF-8 (Unicode table 3-7: no surrogates,
// no overlong forms, nothing above U+10FFFF), or nothing where all of the text is.
std::optional<std::size_t> firstInvalidUtf8(std::string_view text);

}  // namespace headscope
