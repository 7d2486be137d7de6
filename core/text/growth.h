#pragma once

#include <cstddef>

#include "text/aligned_text.h"

namespace headscope {

// A tokenizer.json of a few hundred bytes can double a text at each of its steps until no memory is
// left. The longest form of a character has 18 (NFKD of U+FDFA), of two bytes each; so nobody needs
// more than this of each typed one. No long text consists of such characters: past kGrowthOfLong
// made ones it is the four bytes that the longest character has.
inline constexpr std::size_t kMostGrowth = 64;
inline constexpr std::size_t kGrowthOfAny = std::size_t{1} << 12U;  // of a text however short
inline constexpr std::size_t kMostGrowthOfLong = 4;
inline constexpr std::size_t kGrowthOfLong = std::size_t{1} << 21U;

// Throws CannotTokenize (TextError::tooComplex) where so many characters or tokens have been made
// of so many typed characters.
void checkGrowth(std::size_t typed, std::size_t made);

// The same of a text, or of a piece of one, while it is being changed.
void checkGrowth(const AlignedText& text);

// The typed characters up to the end of a text, or of a piece of one.
std::size_t typedUpTo(AlignedView text);

}  // namespace headscope
