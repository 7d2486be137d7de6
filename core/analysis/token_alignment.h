#pragma once

#include <span>
#include <string>
#include <vector>

namespace headscope {

// A token of one text and what stands in its place in another; -1: nothing does.
struct AlignedTokens {
  int first = -1;
  int second = -1;
  bool operator==(const AlignedTokens&) const = default;
};

// Which token of one text stands where which of the other does: the fewest insertions, deletions
// and substitutions (Wagner and Fischer 1974), of which "tired" for "wide" is one. In the order of
// both texts. Of texts that differ over more than kMostAlignedCells pairs of tokens the stretch
// between what both begin and end with is paired one by one.
inline constexpr std::size_t kMostAlignedCells = std::size_t{1} << 24U;
std::vector<AlignedTokens> alignTokens(std::span<const std::string> first,
                                       std::span<const std::string> second);

// Whether both texts are the same up to these two tokens and with them: under a causal mask their
// rows are, too.
bool beginAlike(std::span<const std::string> first, std::span<const std::string> second,
                AlignedTokens row);

}  // namespace headscope
