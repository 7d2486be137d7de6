#include "text/lowercase.h"

#include <algorithm>
#include <iterator>

#include <unicode/uchar.h>

namespace headscope {
namespace {

struct Capitals {
  char32_t first;
  char32_t last;
  char32_t lowercaseOfFirst;
};

// The capitals that Unicode 16 and 17 added: ICU's tables may be older.
constexpr Capitals kNewCapitals[] = {
    {0x1C89, 0x1C89, 0x1C8A},    {0xA7CB, 0xA7CB, 0x0264}, {0xA7CC, 0xA7CC, 0xA7CD},
    {0xA7CE, 0xA7CE, 0xA7CF},    {0xA7D2, 0xA7D2, 0xA7D3}, {0xA7D4, 0xA7D4, 0xA7D5},
    {0xA7DA, 0xA7DA, 0xA7DB},    {0xA7DC, 0xA7DC, 0x019B}, {0x10D50, 0x10D65, 0x10D70},
    {0x16EA0, 0x16EB8, 0x16EBB},
};

char32_t lowercaseOf(char32_t c) {
  const Capitals* found = std::find_if(
      std::begin(kNewCapitals), std::end(kNewCapitals),
      [c](const Capitals& capitals) { return c >= capitals.first && c <= capitals.last; });
  return found != std::end(kNewCapitals)
             ? found->lowercaseOfFirst + (c - found->first)
             : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

}  // namespace

void toLowercase(AlignedText& text) {
  constexpr char32_t kCapitalIWithDot = 0x130;  // the only one that becomes two
  constexpr char32_t kDotAbove = 0x307;
  AlignedText result;
  result.reserve(text.size());
  for (const AlignedChar& character : text) {
    if (character.c == kCapitalIWithDot) {
      result.push_back({.c = U'i', .from = character.from});
      result.push_back({.c = kDotAbove, .from = character.from});
    } else {
      result.push_back({.c = lowercaseOf(character.c), .from = character.from});
    }
  }
  text = std::move(result);
}

}  // namespace headscope
