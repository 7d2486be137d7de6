#include "text/post_processors.h"

#include <algorithm>
#include <utility>

#include "text/byte_level.h"
#include "text/char_classes.h"
#include "text/json_fields.h"

namespace headscope {
namespace {

Token specialToken(std::int32_t id, std::string text) {
  return {.id = id, .text = std::move(text), .special = true};
}

// The tokens that a template's special token stands for.
Result<std::vector<Token>> templateTokens(const JsonPart& specialTokens, const JsonPart& item) {
  const auto id = item.stringAt("id");
  if (!id) {
    return failure(id.error());
  }
  const auto entry = specialTokens.optionalMember(*id);
  if (!entry) {
    return failure(entry.error());
  }
  if (entry->isNull()) {
    return item.fail(TokenizerError::templateTokenMissing,
                     "the template uses '" + *id + "', which special_tokens does not define");
  }
  const auto ids = entry->member("ids").and_then([](const JsonPart& p) { return p.elements(); });
  const auto texts =
      entry->member("tokens").and_then([](const JsonPart& p) { return p.elements(); });
  if (!ids || !texts) {
    return failure(!ids ? ids.error() : texts.error());
  }
  if (ids->size() != texts->size()) {
    return entry->fail(TokenizerError::wrongType, "ids and tokens must be equally many");
  }
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < ids->size(); ++i) {
    const auto number = (*ids)[i].id();
    const auto text = (*texts)[i].string();
    if (!number || !text) {
      return failure(!number ? number.error() : text.error());
    }
    tokens.push_back(specialToken(*number, *text));
  }
  return tokens;
}

// ["[CLS]", 101]
Result<Token> readPair(const JsonPart& part) {
  const auto elements = part.elements();
  if (!elements) {
    return failure(elements.error());
  }
  if (elements->size() != 2) {
    return part.fail(TokenizerError::wrongType, "expected a token and its id");
  }
  const auto text = (*elements)[0].string();
  const auto id = (*elements)[1].id();
  if (!text || !id) {
    return failure(!text ? text.error() : id.error());
  }
  return specialToken(*id, *text);
}

Result<SpanTrim> readTrim(const JsonPart& part) {
  const auto trims = part.booleanAt("trim_offsets");
  const auto prefix = part.booleanAt("add_prefix_space");
  if (!trims || !prefix) {
    return failure(!trims ? trims.error() : prefix.error());
  }
  if (!*trims) {
    return SpanTrim::none;
  }
  return *prefix ? SpanTrim::spacesTyped : SpanTrim::spaces;
}

bool isSpace(const AlignedChar& character) {
  return character.c == kByteSpace || isWhiteSpace(character.c);
}

}  // namespace

void trimSpans(SpanTrim trim, std::vector<Token>& tokens) {
  for (std::size_t i = 0; trim != SpanTrim::none && i < tokens.size(); ++i) {
    const AlignedText text = alignedText(tokens[i].text);
    TextSpan& span = tokens[i].span;
    auto leading =
        static_cast<int>(std::find_if_not(text.begin(), text.end(), isSpace) - text.begin());
    const auto trailing =
        static_cast<int>(std::find_if_not(text.rbegin(), text.rend(), isSpace) - text.rbegin());
    if (trim == SpanTrim::spacesTyped && i == 0 && leading == 1) {
      leading = 0;
    }
    span.begin = std::min(span.begin + leading, span.end);
    if (trailing > 0 && span.end >= trailing) {
      span.end = std::max(span.end - trailing, span.begin);
    }
  }
}

Result<SpecialTokenFrame> readTemplateProcessing(const JsonPart& part) {
  const auto items = part.member("single").and_then([](const JsonPart& p) { return p.elements(); });
  const auto specialTokens = part.member("special_tokens");
  if (!items || !specialTokens) {
    return failure(!items ? items.error() : specialTokens.error());
  }
  SpecialTokenFrame frame;
  bool textSeen = false;
  for (const JsonPart& item : *items) {
    if (item.value().is_object() && item.value().contains("Sequence")) {
      textSeen = true;
      continue;
    }
    const auto special = item.member("SpecialToken");
    if (!special) {
      return failure(special.error());
    }
    auto tokens = templateTokens(*specialTokens, *special);
    if (!tokens) {
      return failure(tokens.error());
    }
    std::vector<Token>& side = textSeen ? frame.after : frame.before;
    side.insert(side.end(), tokens->begin(), tokens->end());
  }
  if (!textSeen) {
    return part.fail(TokenizerError::templateWithoutText,
                     "the template 'single' has no place for the text");
  }
  return frame;
}

Result<SpecialTokenFrame> readBertProcessing(const JsonPart& part) {
  auto first = part.member("cls").and_then(readPair);
  auto last = part.member("sep").and_then(readPair);
  if (!first || !last) {
    return failure(!first ? first.error() : last.error());
  }
  return SpecialTokenFrame{.before = {*first}, .after = {*last}};
}

Result<SpecialTokenFrame> readRobertaProcessing(const JsonPart& part) {
  auto frame = readBertProcessing(part);
  const auto trim = readTrim(part);
  if (!frame || !trim) {
    return failure(!frame ? frame.error() : trim.error());
  }
  frame->trim = *trim;
  return frame;
}

Result<SpecialTokenFrame> readByteLevelProcessing(const JsonPart& part) {
  return readTrim(part).map([](SpanTrim trim) { return SpecialTokenFrame{.trim = trim}; });
}

SpecialTokenFrame inTurn(SpecialTokenFrame first, SpecialTokenFrame second) {
  SpecialTokenFrame both{.before = std::move(second.before),
                         .after = std::move(first.after),
                         .trim = second.trim != SpanTrim::none ? second.trim : first.trim};
  both.before.insert(both.before.end(), first.before.begin(), first.before.end());
  both.after.insert(both.after.end(), second.after.begin(), second.after.end());
  return both;
}

}  // namespace headscope
