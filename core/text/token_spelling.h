#pragma once

#include <string>
#include <string_view>

#include "error/error.h"

namespace headscope {

class JsonPart;

// How a vocabulary writes the spaces and bytes of its tokens.
enum class TokenSpelling {
  plain,      // as it is read
  byteLevel,  // a character for each byte: "Ġit" is " it"
  metaspace,  // "▁it" is " it"
};

// A token as a person reads it. Bytes that make no whole character are shown as <E6>, and so are
// the tokens of byte fallback.
std::string readableToken(TokenSpelling spelling, std::string_view token);

// What a tokenizer's decoder says of it; plain where it says nothing that is known here, for no ids
// become text. Error: notAnObject.
Result<TokenSpelling> readSpelling(const JsonPart& decoder);

}  // namespace headscope
