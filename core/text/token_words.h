#pragma once

#include <span>

#include "text/token.h"

namespace headscope {

// Whether a token goes on with the word of the one before it: both come from one piece of the
// pre-tokenizer, and no space begins the second. So a word is what the tokenizer takes for one:
// BERT's cuts "didn't" in three, T5's has the full stop with the word before it. Special tokens,
// ids without a text and vectors belong to no word.
bool continuesWord(const Token& before, const Token& token);

// The tokens of one word as one token with their texts joined, "unbelievable" of "un" and
// "##believable"; bytes that make whole characters together are those. A single token stays what
// it is. There must be one at least.
Token joinedToken(std::span<const Token> tokens);

}  // namespace headscope
