#pragma once

#include <string>
#include <vector>

#include "error/error.h"
#include "text/token.h"

namespace headscope {

enum class RowError { noSuchToken = 1 };

// The query that --row names: the first token with this text, letter case and the spaces round it
// aside, or a row's number. RowError::noSuchToken lists the tokens.
Result<int> findRow(const std::vector<Token>& tokens, const std::string& row);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(RowError);
