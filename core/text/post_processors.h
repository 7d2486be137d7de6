#pragma once

#include <vector>

#include "error/error.h"
#include "text/token.h"

namespace headscope {

class JsonPart;

// Byte-level tokens have the spaces before and after a word in them; their spans need not.
enum class SpanTrim {
  none,
  spaces,
  spacesTyped,  // but not the one space that add_prefix_space put before the first token
};

// What a post-processor does to the text's tokens, and what it puts around them.
struct SpecialTokenFrame {
  std::vector<Token> before;  // special, with ids and texts
  std::vector<Token> after;
  SpanTrim trim = SpanTrim::none;
};

void trimSpans(SpanTrim trim, std::vector<Token>& tokens);

// {"single": [{"SpecialToken": {"id"}} or {"Sequence"} …], "special_tokens": {id: {"ids",
// "tokens"}}}; the template for pairs is not read. Errors: missingField, wrongType, invalidId,
// notAnObject, templateTokenMissing, templateWithoutText.
Result<SpecialTokenFrame> readTemplateProcessing(const JsonPart& part);

// {"cls": ["[CLS]", 101], "sep": ["[SEP]", 102]}. Errors: missingField, wrongType, invalidId.
Result<SpecialTokenFrame> readBertProcessing(const JsonPart& part);

// The same, with {"trim_offsets", "add_prefix_space"}.
Result<SpecialTokenFrame> readRobertaProcessing(const JsonPart& part);

// {"trim_offsets", "add_prefix_space"}. Errors: missingField, wrongType.
Result<SpecialTokenFrame> readByteLevelProcessing(const JsonPart& part);

// What two post-processors do one after the other.
SpecialTokenFrame inTurn(SpecialTokenFrame first, SpecialTokenFrame second);

}  // namespace headscope
