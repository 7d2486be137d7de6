#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analysis/token_alignment.h"
#include "text/token.h"

namespace headscope {

// Which tokens of two tokenizers are the same piece of one text: "Ġanimal" and "animal" are, "an"
// and "##imal" have nothing in their place. Special tokens go together where they stand side by
// side, whatever they are called. In the order of the text. Of tokens that do not say where they
// come from, as those of a sequence of vectors, the first goes with the first.
// text: what both have read, UTF-8; white space at a token's ends is no part of its place.
std::vector<AlignedTokens> alignPlaces(std::span<const Token> first, std::span<const Token> second,
                                       std::string_view text);

}  // namespace headscope
