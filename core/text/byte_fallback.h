#pragma once

#include <vector>

#include "text/components.h"

namespace headscope {

// The token that stands for a byte: "<0xE6>".
std::string byteToken(unsigned char byte);

// The byte that such a token stands for, or -1.
int byteOfToken(std::string_view token);

// A text's bytes as tokens of a model, with ids and texts; empty where it has not all of them.
std::vector<Token> byteTokens(const TokenModel& model, std::string_view utf8);

}  // namespace headscope
