#include "source/token_places.h"

#include <algorithm>
#include <cstddef>

namespace headscope {
namespace {

// Of each code point of a text, whether it is white space of ASCII: what tokenizers put at the
// front of a word.
std::vector<bool> spacesOf(std::string_view text) {
  std::vector<bool> spaces;
  for (const char byte : text) {
    if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) {  // a code point begins
      spaces.push_back(byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r');
    }
  }
  return spaces;
}

bool hasPlace(const Token& token) {
  return token.span.begin < token.span.end;
}

// Without the white space at its ends; a token of nothing else keeps it.
TextSpan placeOf(const Token& token, const std::vector<bool>& spaces) {
  TextSpan place = token.span;
  const auto isSpace = [&spaces](int at) {
    return static_cast<std::size_t>(at) < spaces.size() && spaces[static_cast<std::size_t>(at)];
  };
  while (place.begin < place.end && isSpace(place.begin)) {
    ++place.begin;
  }
  while (place.begin < place.end && isSpace(place.end - 1)) {
    --place.end;
  }
  return place.begin < place.end ? place : token.span;
}

}  // namespace

std::vector<AlignedTokens> alignPlaces(std::span<const Token> first, std::span<const Token> second,
                                       std::string_view text) {
  const std::vector<bool> spaces = spacesOf(text);
  const bool nowhere =
      std::ranges::none_of(first, hasPlace) && std::ranges::none_of(second, hasPlace);
  std::vector<AlignedTokens> pairs;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < first.size() || j < second.size()) {
    // Which of both comes next: one of them, or both where they are the same.
    bool takeFirst = i < first.size();
    bool takeSecond = j < second.size();
    if (takeFirst && takeSecond && !nowhere) {
      const bool aHasPlace = hasPlace(first[i]);
      const bool bHasPlace = hasPlace(second[j]);
      if (aHasPlace && bHasPlace) {
        const TextSpan a = placeOf(first[i], spaces);
        const TextSpan b = placeOf(second[j], spaces);
        const bool firstIsEarlier = a.begin < b.begin || (a.begin == b.begin && a.end <= b.end);
        takeFirst = a == b || firstIsEarlier;
        takeSecond = a == b || !firstIsEarlier;
      } else if (aHasPlace != bHasPlace) {  // the one without a place of its own stands alone
        takeFirst = !aHasPlace;
        takeSecond = !bHasPlace;
      }
    }
    pairs.push_back({takeFirst ? static_cast<int>(i) : -1, takeSecond ? static_cast<int>(j) : -1});
    i += takeFirst ? 1 : 0;
    j += takeSecond ? 1 : 0;
  }
  return pairs;
}

}  // namespace headscope
