#pragma once

#include "text/aligned_text.h"

namespace headscope {

// Every character in lower case by itself, as the Hugging Face tokenizers do it: Unicode 17,
// without regard to neighbours (Σ is always σ) or to a language. U+0130 becomes two characters.
void toLowercase(AlignedText& text);

}  // namespace headscope
