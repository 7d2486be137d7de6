#include "text/canonical_forms.h"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

namespace headscope {
namespace {

constexpr char32_t kFirstMapped = 0xA0;  // the no-break space, which is compatible with a space

struct Decomposed {
  char32_t c = 0;
  std::uint8_t combiningClass = 0;
  std::size_t typed = 1;  // typed characters that it stands for: 0 for all but a first part
};

// Characters that Unicode added later have neither a decomposition nor a combining class.
bool isInUnicode9(char32_t c) {
  constexpr std::uint8_t kLastMajor = 9;
  UVersionInfo version;
  u_charAge(static_cast<UChar32>(c), version);
  return version[0] <= kLastMajor;
}

Decomposed part(char32_t c, std::size_t typed) {
  std::uint8_t combiningClass = c < 0x300 ? 0 : u_getCombiningClass(static_cast<UChar32>(c));
  if (combiningClass != 0 && !isInUnicode9(c)) {
    combiningClass = 0;
  }
  return {.c = c, .combiningClass = combiningClass, .typed = typed};
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

enum class Mappings { canonical, compatible };

// Decomposed, with the marks in order.
std::vector<Decomposed> decomposed(AlignedView text, Mappings mappings) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* forms = mappings == Mappings::canonical
                                      ? icu::Normalizer2::getNFDInstance(status)
                                      : icu::Normalizer2::getNFKDInstance(status);
  std::vector<Decomposed> parts;
  parts.reserve(text.size());
  icu::UnicodeString decomposition;
  for (const AlignedChar& character : text) {
    if (U_FAILURE(status) || character.c < kFirstMapped ||
        !forms->getDecomposition(static_cast<UChar32>(character.c), decomposition) ||
        !isInUnicode9(character.c)) {
      parts.push_back(part(character.c, 1));
      continue;
    }
    for (int32_t i = 0; i < decomposition.length(); i = decomposition.moveIndex32(i, 1)) {
      parts.push_back(part(static_cast<char32_t>(decomposition.char32At(i)), i == 0 ? 1 : 0));
    }
  }
  orderMarks(parts);
  return parts;
}

// The composition algorithm (Unicode 15.0, section 3.11, D117) over decomposed, ordered parts.
std::vector<Decomposed> composed(const std::vector<Decomposed>& parts) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) {
    return parts;
  }
  std::vector<Decomposed> result;
  std::size_t starter = 0;
  bool hasStarter = false;
  for (const Decomposed& p : parts) {
    const bool adjacent = hasStarter && result.size() == starter + 1;
    const std::uint8_t between = adjacent || result.empty() ? 0 : result.back().combiningClass;
    const bool blocked = !adjacent && (between == 0 || between >= p.combiningClass);
    if (hasStarter && !blocked) {
      const UChar32 pair =
          nfc->composePair(static_cast<UChar32>(result[starter].c), static_cast<UChar32>(p.c));
      if (pair >= 0 && isInUnicode9(static_cast<char32_t>(pair))) {
        result[starter].c = static_cast<char32_t>(pair);
        result[starter].typed += p.typed;
        continue;
      }
    }
    if (p.combiningClass == 0) {
      starter = result.size();
      hasStarter = true;
    }
    result.push_back(p);
  }
  return result;
}

// Deals the typed ranges out in their order.
AlignedText aligned(const std::vector<Decomposed>& parts, const AlignedText& text) {
  AlignedText result;
  result.reserve(parts.size());
  std::size_t next = 0;
  for (const Decomposed& p : parts) {
    const std::size_t from = p.typed > 0 ? next : std::max<std::size_t>(next, 1) - 1;
    next += p.typed;
    result.push_back({.c = p.c, .from = text[from].from});
  }
  return result;
}

// Nothing below has a decomposition, or composes with its kind.
bool isBelowMapped(const AlignedText& text) {
  return std::all_of(text.begin(), text.end(),
                     [](const AlignedChar& character) { return character.c < kFirstMapped; });
}

void decompose(AlignedText& text, Mappings mappings) {
  if (!isBelowMapped(text)) {
    text = aligned(decomposed(text, mappings), text);
  }
}

void compose(AlignedText& text, Mappings mappings) {
  if (!isBelowMapped(text)) {
    text = aligned(composed(decomposed(text, mappings)), text);
  }
}

}  // namespace

void decomposeCanonically(AlignedText& text) {
  decompose(text, Mappings::canonical);
}

void decomposeCompatibly(AlignedText& text) {
  decompose(text, Mappings::compatible);
}

void composeCanonically(AlignedText& text) {
  compose(text, Mappings::canonical);
}

void composeCompatibly(AlignedText& text) {
  compose(text, Mappings::compatible);
}

}  // namespace headscope
