#include "io/utf8.h"

#include <cstdint>
#include <cstring>

namespace headscope {

namespace {

// What may follow a lead byte: how many continuation bytes, and the range of the first of them,
// which is narrower than 80..BF where the full range would allow an overlong form, a surrogate or
// a code point beyond the last.
struct Continuation {
  std::size_t count = 0;  // 0: not a lead byte
  std::uint8_t firstMin = 0x80;
  std::uint8_t firstMax = 0xBF;
};

Continuation continuationOf(std::uint8_t lead) {
  if (lead >= 0xC2 && lead <= 0xDF) {
    return {.count = 1};
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    return {.count = 2,
            .firstMin = lead == 0xE0 ? std::uint8_t{0xA0} : std::uint8_t{0x80},
            .firstMax = lead == 0xED ? std::uint8_t{0x9F} : std::uint8_t{0xBF}};
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    return {.count = 3,
            .firstMin = lead == 0xF0 ? std::uint8_t{0x90} : std::uint8_t{0x80},
            .firstMax = lead == 0xF4 ? std::uint8_t{0x8F} : std::uint8_t{0xBF}};
  }
  return {};
}

// The length of the well-formed sequence at the start of a text that is not empty and does not
// start with ASCII; 0 if there is none.
std::size_t sequenceLength(std::string_view text) {
  const auto byteAt = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const Continuation next = continuationOf(byteAt(0));
  if (next.count == 0 || text.size() <= next.count) {
    return 0;
  }
  if (byteAt(1) < next.firstMin || byteAt(1) > next.firstMax) {
    return 0;
  }
  for (std::size_t i = 2; i <= next.count; ++i) {
    if ((byteAt(i) & 0xC0U) != 0x80U) {
      return 0;
    }
  }
  return next.count + 1;
}

}  // namespace

std::optional<std::size_t> firstInvalidUtf8(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::size_t at = 0;
  while (at < text.size()) {
    std::uint64_t eight = 0;
    if (text.size() - at >= sizeof eight) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & kHighBits) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    if (static_cast<std::uint8_t>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = sequenceLength(text.substr(at));
    if (length == 0) {
      return at;
    }
    at += length;
  }
  return std::nullopt;
}

}  // namespace headscope
