#include "text/bert_charsets.h"

#include <algorithm>
#include <iterator>

namespace headscope {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

#include "text/bert_charset_tables.inc"

// 2B920 is upstream's slip for 2B820, kept so that ids are the same.
constexpr Range kChinese[] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},
                              {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F}, {0x2B740, 0x2B81F},
                              {0x2B920, 0x2CEAF}, {0x2F800, 0x2FA1F}};

template <std::size_t N>
bool contains(const Range (&ranges)[N], char32_t c) {
  const Range* end = std::end(ranges);
  const Range* found = std::lower_bound(
      ranges, end, c, [](const Range& range, char32_t value) { return range.last < value; });
  return found != end && c >= found->first;
}

}  // namespace

bool isBertRemoved(char32_t c) {
  return contains(kRemoved, c);
}
bool isBertChinese(char32_t c) {
  return contains(kChinese, c);
}
bool isBertAccent(char32_t c) {
  return contains(kAccents, c);
}
bool isBertPunctuation(char32_t c) {
  return contains(kPunctuation, c);
}

}  // namespace headscope
