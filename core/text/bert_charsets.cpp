#include "text/bert_charsets.h"

#include "text/char_range.h"

namespace headscope {
namespace {

#include "text/bert_charset_tables.inc"

// 2B920 is upstream's slip for 2B820, kept so that ids are the same.
constexpr CharRange kChinese[] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},
                                  {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F}, {0x2B740, 0x2B81F},
                                  {0x2B920, 0x2CEAF}, {0x2F800, 0x2FA1F}};

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
