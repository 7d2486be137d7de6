#include "text/growth.h"

#include <string>

#include "text/components.h"

namespace headscope {

void checkGrowth(std::size_t typed, std::size_t made) {
  if (made > kGrowthOfAny && (made - kGrowthOfAny) / kMostGrowth > typed) {
    throw CannotTokenize(TextError::tooComplex,
                         "the tokenizer makes more than " + std::to_string(made) +
                             " characters or tokens of " + std::to_string(typed));
  }
}

void checkGrowth(const AlignedText& text) {
  if (!text.empty()) {
    checkGrowth(static_cast<std::size_t>(text.back().from.end), text.size());
  }
}

}  // namespace headscope
