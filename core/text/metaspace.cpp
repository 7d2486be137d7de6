#include "text/metaspace.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "text/json_fields.h"
#include "text/split.h"

namespace headscope {
namespace {

enum class FirstSpace { always, first, never };

class Metaspace : public PreTokenizer {
 public:
  Metaspace(char32_t replacement, FirstSpace prepend, bool splits)
      : replacement_(replacement), first_(prepend), splits_(splits) {}

  std::vector<AlignedText> split(AlignedText text) const override {
    if (text.empty()) {
      return {};
    }
    for (AlignedChar& character : text) {
      character.c = character.c == U' ' ? replacement_ : character.c;
    }
    const bool wanted = first_ == FirstSpace::always ||
                        (first_ == FirstSpace::first && text.front().from.begin == 0);
    if (wanted && text.front().c != replacement_) {
      text.insert(text.begin(), {.c = replacement_, .from = text.front().from});
    }
    std::vector<CharSpan> spaces;
    for (std::size_t i = 0; splits_ && i < text.size(); ++i) {
      if (text[i].c == replacement_) {
        spaces.push_back({.begin = i, .end = i + 1});
      }
    }
    return splitAt(text, spaces, SplitBehavior::mergedWithNext);
  }

 private:
  char32_t replacement_;
  FirstSpace first_;
  bool splits_;
};

Result<FirstSpace> readFirstSpace(const JsonPart& part) {
  constexpr std::pair<const char*, FirstSpace> kSchemes[] = {
      {"always", FirstSpace::always}, {"first", FirstSpace::first}, {"never", FirstSpace::never}};
  const auto name = part.stringAtOr("prepend_scheme", "always");
  const auto prefix = part.booleanAtOr("add_prefix_space", true);
  if (!name || !prefix) {
    return failure(!name ? name.error() : prefix.error());
  }
  const auto* scheme = std::find_if(std::begin(kSchemes), std::end(kSchemes),
                                    [&](const auto& known) { return *name == known.first; });
  if (scheme == std::end(kSchemes)) {
    return part.fail(TokenizerError::wrongType,
                     "prepend_scheme must be always, first or never, found '" + *name + "'");
  }
  if (!*prefix && scheme->second != FirstSpace::never) {
    return part.fail(TokenizerError::wrongType,
                     "add_prefix_space does not agree with prepend_scheme");
  }
  return scheme->second;
}

}  // namespace

Result<std::unique_ptr<PreTokenizer>> readMetaspace(const JsonPart& part) {
  const auto replacement = part.stringAt("replacement");
  const auto prepend = readFirstSpace(part);
  const auto splits = part.booleanAtOr("split", true);
  if (!replacement || !prepend || !splits) {
    return failure(!replacement ? replacement.error()
                   : !prepend   ? prepend.error()
                                : splits.error());
  }
  const AlignedText character = alignedText(*replacement);
  if (character.size() != 1) {
    return part.fail(TokenizerError::wrongType,
                     "the replacement must be one character, found '" + *replacement + "'");
  }
  return std::make_unique<Metaspace>(character.front().c, *prepend, *splits);
}

}  // namespace headscope
