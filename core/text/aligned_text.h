#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/token.h"

namespace headscope {

// A character of a text that is being normalized, with where in the typed text it came from. A
// character that takes another's place has its range; one that is put in has the range of the
// one before it.
struct AlignedChar {
  char32_t c = 0;
  TextSpan from;
};

using AlignedText = std::vector<AlignedChar>;
using AlignedView = std::span<const AlignedChar>;

// Every code point with its own place. The text must be valid UTF-8.
AlignedText alignedText(std::string_view utf8);

// From the beginning of the first character to the end of the last; (0, 0) of nothing.
TextSpan spanOf(AlignedView text);

void appendUtf8(char32_t c, std::string& utf8);
std::string toUtf8(AlignedView text);
// For each byte of toUtf8(text) the character that it belongs to.
std::vector<std::size_t> charsOfBytes(AlignedView text);

}  // namespace headscope
