#pragma once

#include <string_view>

#include "text/tokenizer.h"

namespace headscope {

// Encodes some texts that are hard to cut, whole and to a few tokens, and checks that every token
// says where it is. Then does the same with `more`, which need not be UTF-8, and with that many
// times over. Texts may be refused; after one that takes too long no other is tried.
void useTokenizer(const Tokenizer& tokenizer, std::string_view more = {});

}  // namespace headscope
