#pragma once

#include <vector>

#include "error/error.h"
#include "text/added_tokens.h"

namespace headscope {

class JsonPart;
class TokenModel;

// [{"id", "content", "single_word", "lstrip", "rstrip", "normalized"}, …], or null for none.
// Errors: missingField, wrongType, invalidId, emptyAddedToken, notAnObject.
Result<std::vector<AddedToken>> readAddedTokens(const JsonPart& part, const TokenModel& model);

}  // namespace headscope
