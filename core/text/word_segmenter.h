#pragma once

#include <string_view>

#include "error/error.h"
#include "text/token.h"
#include "text/tokenizer.h"

namespace headscope {

// Any text in any language cut into words by ICU (Unicode Standard Annex 29; Chinese, Japanese,
// Thai and others through its dictionaries). White space goes, punctuation is a word of its own.
// A token's id counts the text's distinct words in the order they first appear.
// Error: TextError::invalidUtf8.
Result<Encoding> segmentWords(std::string_view utf8, int maxTokens = kNoTokenLimit);

}  // namespace headscope
