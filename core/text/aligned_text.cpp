#include "text/aligned_text.h"

#include <unicode/utf8.h>

namespace headscope {

AlignedText alignedText(std::string_view utf8) {
  AlignedText text;
  text.reserve(utf8.size());
  const auto length = static_cast<int32_t>(utf8.size());
  int index = 0;
  for (int32_t i = 0; i < length; ++index) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(utf8.data(), i, length, c);
    text.push_back({.c = static_cast<char32_t>(c), .from = {index, index + 1}});
  }
  return text;
}

TextSpan spanOf(AlignedView text) {
  return text.empty() ? TextSpan{} : TextSpan{text.front().from.begin, text.back().from.end};
}

void appendUtf8(char32_t c, std::string& utf8) {
  char buffer[U8_MAX_LENGTH];
  int32_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(c));
  utf8.append(buffer, static_cast<std::size_t>(length));
}

std::string toUtf8(AlignedView text) {
  std::string utf8;
  utf8.reserve(text.size());
  for (const AlignedChar& character : text) {
    appendUtf8(character.c, utf8);
  }
  return utf8;
}

std::vector<std::size_t> charsOfBytes(AlignedView text) {
  std::vector<std::size_t> chars;
  for (std::size_t i = 0; i < text.size(); ++i) {
    chars.resize(chars.size() + U8_LENGTH(static_cast<UChar32>(text[i].c)), i);
  }
  return chars;
}

}  // namespace headscope
