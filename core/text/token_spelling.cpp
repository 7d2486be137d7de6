#include "text/token_spelling.h"

#include <unordered_map>

#include <unicode/utf8.h>

#include "text/aligned_text.h"
#include "text/byte_fallback.h"
#include "text/byte_level.h"
#include "text/json_fields.h"

namespace headscope {
namespace {

constexpr char32_t kMetaspace = U'▁';

const std::unordered_map<char32_t, char>& bytesOfCharacters() {
  static const auto bytes = [] {
    std::unordered_map<char32_t, char> map;
    for (int byte = 0; byte < 256; ++byte) {
      map.emplace(byteCharacter(static_cast<unsigned char>(byte)), static_cast<char>(byte));
    }
    return map;
  }();
  return bytes;
}

// Not "<0xE6>": the window's font makes a multiplication sign of an x between digits.
std::string byteNumber(unsigned char byte) {
  std::string token = byteToken(byte);
  return token.erase(1, 2);
}

// Whole characters as they are, other bytes by their numbers.
std::string spelledOut(const std::string& bytes) {
  std::string text;
  const auto length = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < length;) {
    const int32_t first = i;
    UChar32 c = 0;
    U8_NEXT(bytes.data(), i, length, c);
    if (c >= 0) {
      text.append(bytes, static_cast<std::size_t>(first), static_cast<std::size_t>(i - first));
      continue;
    }
    i = first + 1;
    text += byteNumber(static_cast<unsigned char>(bytes[static_cast<std::size_t>(first)]));
  }
  return text;
}

}  // namespace

std::string readableToken(TokenSpelling spelling, std::string_view token) {
  if (spelling == TokenSpelling::plain) {
    return std::string(token);
  }
  if (const int byte = byteOfToken(token); byte >= 0) {
    return byteNumber(static_cast<unsigned char>(byte));
  }
  std::string bytes;
  for (const AlignedChar& character : alignedText(token)) {
    if (spelling == TokenSpelling::metaspace) {
      appendUtf8(character.c == kMetaspace ? U' ' : character.c, bytes);
      continue;
    }
    const auto byte = bytesOfCharacters().find(character.c);
    if (byte == bytesOfCharacters().end()) {
      return std::string(token);  // an added token, which is not written in bytes
    }
    bytes += byte->second;
  }
  return spelledOut(bytes);
}

Result<TokenSpelling> readSpelling(const JsonPart& decoder) {
  if (decoder.isNull()) {
    return TokenSpelling::plain;
  }
  const auto type = decoder.optionalMember("type");
  if (!type) {
    return failure(type.error());
  }
  if (type->value() == "ByteLevel") {
    return TokenSpelling::byteLevel;
  }
  if (type->value() == "Metaspace") {
    return TokenSpelling::metaspace;
  }
  // Llama 2's takes ▁ away by a Replace in a Sequence.
  const bool takesMetaspace = decoder.value().dump().find("▁") != std::string::npos;
  return takesMetaspace ? TokenSpelling::metaspace : TokenSpelling::plain;
}

}  // namespace headscope
