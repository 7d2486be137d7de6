#include "text/post_processors.h"

#include <utility>

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

}  // namespace

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

}  // namespace headscope
