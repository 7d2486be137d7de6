#pragma once

namespace headscope {

// A character of Unicode 14 of the same general category (of Lu, Ll, Lm, Lo, Nd, No, M, P and S) as
// one that Unicode 15 and 16 added; any other character as it is. Oniguruma 6.9.8 has the tables of
// Unicode 14, the Hugging Face tokenizers those of 16.
char32_t olderLike(char32_t c);

}  // namespace headscope
