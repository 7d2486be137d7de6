#include "text/byte_fallback.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

namespace headscope {

std::string byteToken(unsigned char byte) {
  std::array<char, 8> token{};
  std::snprintf(token.data(), token.size(), "<0x%02X>", static_cast<unsigned>(byte));
  return token.data();
}

int byteOfToken(std::string_view token) {
  if (token.size() != 6 || !token.starts_with("<0x") || token.back() != '>') {
    return -1;
  }
  unsigned byte = 0;
  const char* digits = token.data() + 3;
  const auto read = std::from_chars(digits, digits + 2, byte, 16);
  return read.ptr == digits + 2 ? static_cast<int>(byte) : -1;
}

std::vector<Token> byteTokens(const TokenModel& model, std::string_view utf8) {
  std::vector<Token> tokens;
  for (const char byte : utf8) {
    std::string text = byteToken(static_cast<unsigned char>(byte));
    const std::int32_t id = model.idOf(text);
    if (id < 0) {
      return {};
    }
    tokens.push_back({.id = id, .text = std::move(text)});
  }
  return tokens;
}

}  // namespace headscope
