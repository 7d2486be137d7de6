#include "text/bert_normalizer.h"

#include <algorithm>
#include <utility>

#include "text/bert_charsets.h"
#include "text/canonical_forms.h"
#include "text/char_classes.h"
#include "text/json_fields.h"
#include "text/lowercase.h"

namespace headscope {
namespace {

void cleanText(AlignedText& text) {
  // Removal comes first: U+000B, U+000C and U+0085 go and do not become spaces.
  std::erase_if(text, [](const AlignedChar& character) { return isBertRemoved(character.c); });
  for (AlignedChar& character : text) {
    if (isWhiteSpace(character.c)) {
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

void stripAccents(AlignedText& text) {
  decomposeCanonically(text);
  std::erase_if(text, [](const AlignedChar& character) { return isBertAccent(character.c); });
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
    toLowercase(text);
  }
}

Result<std::unique_ptr<Normalizer>> readBertNormalizer(const JsonPart& part) {
  BertNormalizerOptions options;
  const std::pair<const char*, bool*> fields[] = {
      {"clean_text", &options.cleanText},
      {"handle_chinese_chars", &options.handleChineseChars},
      {"lowercase", &options.lowercase}};
  for (const auto& [name, field] : fields) {
    const auto value = part.booleanAt(name);
    if (!value) {
      return failure(value.error());
    }
    *field = *value;
  }
  const auto strip = part.booleanAtOr("strip_accents", options.lowercase);
  if (!strip) {
    return failure(strip.error());
  }
  options.stripAccents = *strip;
  return std::make_unique<BertNormalizer>(options);
}

}  // namespace headscope
