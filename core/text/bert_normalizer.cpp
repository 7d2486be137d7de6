#include "text/bert_normalizer.h"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "text/bert_charsets.h"

namespace headscope {
namespace {

void cleanText(AlignedText& text) {
  // Removal comes first: U+000B, U+000C and U+0085 go and do not become spaces.
  std::erase_if(text, [](const AlignedChar& character) { return isBertRemoved(character.c); });
  for (AlignedChar& character : text) {
    if (isBertSpace(character.c)) {
      character.c = U' ';
    }
  }
}

void spaceOutChinese(AlignedText& text) {
  if (std::none_of(text.begin(), text.end(),
                   [](const AlignedChar& character) { return isBertChinese(character.c); })) {
    return;
  }
  AlignedText spaced;
  spaced.reserve(3 * text.size());
  for (const AlignedChar& character : text) {
    const bool chinese = isBertChinese(character.c);
    if (chinese) {
      spaced.push_back({.c = U' ', .from = character.from});
    }
    spaced.push_back(character);
    if (chinese) {
      spaced.push_back({.c = U' ', .from = character.from});
    }
  }
  text = std::move(spaced);
}

// Canonical decomposition, marks in canonical order.
AlignedText decomposed(const AlignedText& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  AlignedText result;
  result.reserve(text.size());
  icu::UnicodeString parts;
  for (const AlignedChar& character : text) {
    const auto c = static_cast<UChar32>(character.c);
    if (U_FAILURE(status) || c < 0xC0 || !nfd->getDecomposition(c, parts)) {
      result.push_back(character);
      continue;
    }
    for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
      result.push_back({.c = static_cast<char32_t>(parts.char32At(i)), .from = character.from});
    }
  }
  const auto isMark = [](const AlignedChar& character) {
    return character.c >= 0x300 && u_getCombiningClass(static_cast<UChar32>(character.c)) != 0;
  };
  for (auto first = result.begin(); first != result.end();) {
    first = std::find_if(first, result.end(), isMark);
    const auto last = std::find_if_not(first, result.end(), isMark);
    std::stable_sort(first, last, [](const AlignedChar& a, const AlignedChar& b) {
      return u_getCombiningClass(static_cast<UChar32>(a.c)) <
             u_getCombiningClass(static_cast<UChar32>(b.c));
    });
    first = last;
  }
  return result;
}

void stripAccents(AlignedText& text) {
  if (std::all_of(text.begin(), text.end(),
                  [](const AlignedChar& character) { return character.c < 0xC0; })) {
    return;
  }
  text = decomposed(text);
  std::erase_if(text, [](const AlignedChar& character) { return isBertAccent(character.c); });
}

void lowercase(AlignedText& text) {
  constexpr char32_t kCapitalIWithDot = 0x130;  // the one that becomes two
  constexpr char32_t kDotAbove = 0x307;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i].c == kCapitalIWithDot) {
      text[i].c = U'i';
      text.insert(text.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                  {.c = kDotAbove, .from = text[i].from});
      ++i;
    } else {
      text[i].c = static_cast<char32_t>(u_tolower(static_cast<UChar32>(text[i].c)));
    }
  }
}

}  // namespace

void BertNormalizer::normalize(AlignedText& text) const {
  if (options_.cleanText) {
    cleanText(text);
  }
  if (options_.handleChineseChars) {
    spaceOutChinese(text);
  }
  if (options_.stripAccents) {
    stripAccents(text);
  }
  if (options_.lowercase) {
    lowercase(text);
  }
}

}  // namespace headscope
