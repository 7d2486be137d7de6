#pragma once

#include <vector>

#include "error/error.h"
#include "text/token.h"

namespace headscope {

class JsonPart;

// What a post-processor puts around the text's tokens.
struct SpecialTokenFrame {
  std::vector<Token> before;  // special, with ids and texts
  std::vector<Token> after;
};

// {"single": [{"SpecialToken": {"id"}} or {"Sequence"} …], "special_tokens": {id: {"ids",
// "tokens"}}}; the template for pairs is not read. Errors: missingField, wrongType, invalidId,
// notAnObject, templateTokenMissing, templateWithoutText.
Result<SpecialTokenFrame> readTemplateProcessing(const JsonPart& part);

// {"cls": ["[CLS]", 101], "sep": ["[SEP]", 102]}. Errors: missingField, wrongType, invalidId.
Result<SpecialTokenFrame> readBertProcessing(const JsonPart& part);

}  // namespace headscope
