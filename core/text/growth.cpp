#include "text/growth.h"

#include <algorithm>
#include <string>

#include "text/components.h"

namespace headscope {

void checkGrowth(std::size_t typed, std::size_t made) {
  const std::size_t most =
      std::min(kMostGrowth * typed, std::max(kGrowthOfLong, kMostGrowthOfLong * typed));
  if (made > kGrowthOfAny + most) {
    throw CannotTokenize(TextError::tooComplex,
                         "the tokenizer makes more than " + std::to_string(made) +
                             " characters or tokens of " + std::to_string(typed));
  }
}

void checkGrowth(const AlignedText& text) {
  checkGrowth(typedUpTo(text), text.size());
}

std::size_t typedUpTo(AlignedView text) {
  return text.empty() ? 0 : static_cast<std::size_t>(text.back().from.end);
}

}  // namespace headscope
