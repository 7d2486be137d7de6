#include "text/metaspace.h"

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
  const auto scheme = part.optionalMember("prepend_scheme");
  const auto prefix = part.optionalMember("add_prefix_space");
  if (!scheme || !prefix) {
    return failure(!scheme ? scheme.error() : prefix.error());
  }
  FirstSpace prepend = FirstSpace::always;
  if (!scheme->isNull()) {
    const auto name = scheme->string();
    if (!name) {
      return failure(name.error());
    }
    if (*name == "first") {
      prepend = FirstSpace::first;
    } else if (*name == "never") {
      prepend = FirstSpace::never;
    } else if (*name != "always") {
      return scheme->fail(TokenizerError::wrongType,
                          "expected always, first or never, found '" + *name + "'");
    }
  }
  if (prefix->value() == false && prepend != FirstSpace::never) {
    return prefix->fail(TokenizerError::wrongType,
                        "add_prefix_space does not agree with prepend_scheme");
  }
  return prepend;
}

}  // namespace

Result<std::unique_ptr<PreTokenizer>> readMetaspace(const JsonPart& part) {
  const auto replacement = part.stringAt("replacement");
  const auto prepend = readFirstSpace(part);
  const auto splits = part.optionalMember("split");
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
  bool cuts = true;
  if (!splits->isNull()) {
    const auto flag = splits->boolean();
    if (!flag) {
      return failure(flag.error());
    }
    cuts = *flag;
  }
  return std::make_unique<Metaspace>(character.front().c, *prepend, cuts);
}

}  // namespace headscope
