#include "text/canonical_decomposition.h"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

namespace headscope {
namespace {

struct Decomposed {
  char32_t c = 0;
  std::uint8_t combiningClass = 0;
  bool first = true;  // of the parts of its typed character
};

// Characters that Unicode added later have neither a decomposition nor a combining class.
bool isInUnicode9(char32_t c) {
  constexpr std::uint8_t kLastMajor = 9;
  UVersionInfo version;
  u_charAge(static_cast<UChar32>(c), version);
  return version[0] <= kLastMajor;
}

Decomposed part(char32_t c, bool first) {
  std::uint8_t combiningClass = c < 0x300 ? 0 : u_getCombiningClass(static_cast<UChar32>(c));
  if (combiningClass != 0 && !isInUnicode9(c)) {
    combiningClass = 0;
  }
  return {.c = c, .combiningClass = combiningClass, .first = first};
}

std::vector<Decomposed> decomposed(AlignedView text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  std::vector<Decomposed> parts;
  parts.reserve(text.size());
  icu::UnicodeString decomposition;
  for (const AlignedChar& character : text) {
    if (U_FAILURE(status) || character.c < 0xC0 ||
        !nfd->getDecomposition(static_cast<UChar32>(character.c), decomposition) ||
        !isInUnicode9(character.c)) {
      parts.push_back(part(character.c, true));
      continue;
    }
    for (int32_t i = 0; i < decomposition.length(); i = decomposition.moveIndex32(i, 1)) {
      parts.push_back(part(static_cast<char32_t>(decomposition.char32At(i)), i == 0));
    }
  }
  return parts;
}

void orderMarks(std::vector<Decomposed>& parts) {
  const auto isMark = [](const Decomposed& p) { return p.combiningClass != 0; };
  for (auto first = parts.begin(); first != parts.end();) {
    first = std::find_if(first, parts.end(), isMark);
    const auto last = std::find_if_not(first, parts.end(), isMark);
    std::stable_sort(first, last, [](const Decomposed& a, const Decomposed& b) {
      return a.combiningClass < b.combiningClass;
    });
    first = last;
  }
}

}  // namespace

void decomposeCanonically(AlignedText& text) {
  if (std::all_of(text.begin(), text.end(),
                  [](const AlignedChar& character) { return character.c < 0xC0; })) {
    return;
  }
  std::vector<Decomposed> parts = decomposed(text);
  orderMarks(parts);
  AlignedText result;
  result.reserve(parts.size());
  std::size_t next = 0;  // the typed character whose range is dealt out next
  for (const Decomposed& p : parts) {
    const std::size_t from = p.first ? next++ : std::max<std::size_t>(next, 1) - 1;
    result.push_back({.c = p.c, .from = text[from].from});
  }
  text = std::move(result);
}

}  // namespace headscope
