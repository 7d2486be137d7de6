#include "io/text_place.h"

#include <algorithm>
#include <cstdint>

#include "io/utf8.h"

namespace headscope {

namespace {

constexpr std::size_t kMostQuoted = 100;

bool continuesCharacter(char byte) {
  return (static_cast<std::uint8_t>(byte) & 0xC0U) == 0x80U;
}

std::string escaped(char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto value = static_cast<std::uint8_t>(byte);
  return {'\\', 'x', kDigits[value >> 4U], kDigits[value & 0xFU]};
}

// The bytes of the character at the start of a text that is not empty; a byte that is not UTF-8 is
// a character of its own.
std::string_view firstCharacter(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && length < 4 && continuesCharacter(text[length])) {
    ++length;
  }
  return firstInvalidUtf8(text.substr(0, length)) ? text.substr(0, 1) : text.substr(0, length);
}

bool isPrintable(std::string_view character) {
  const auto lead = static_cast<std::uint8_t>(character.front());
  return character.size() > 1 || (lead >= 0x20 && lead < 0x7F);
}

}  // namespace

std::string lineAndColumn(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  std::size_t line = 1;
  std::size_t lineStart = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool crOfCrLf = before[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (before[i] == '\n' || (before[i] == '\r' && !crOfCrLf)) {
      ++line;
      lineStart = i + 1;
    }
  }
  const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(lineStart),
                                    before.end(), [](char c) { return !continuesCharacter(c); });
  return "line " + std::to_string(line) + ", column " + std::to_string(column + 1);
}

std::string inQuotes(std::string_view text) {
  std::string result = "'";
  for (std::size_t characters = 0; !text.empty(); ++characters) {
    if (characters == kMostQuoted) {
      result += "…";
      break;
    }
    const std::string_view character = firstCharacter(text);
    if (isPrintable(character)) {
      result += character;
    } else {
      result += escaped(character.front());
    }
    text.remove_prefix(character.size());
  }
  return result + "'";
}

}  // namespace headscope
