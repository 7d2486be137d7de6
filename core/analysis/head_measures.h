#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tensor/matrix.h"

namespace headscope {

// What measures have to know of a text's tokens.
struct TokenRoles {
  std::vector<std::int32_t> ids;          // (n)
  std::vector<std::uint8_t> special;      // (n) 1 for [CLS], <s> and the like
  std::vector<std::uint8_t> punctuation;  // (n) 1 for tokens of punctuation alone
};

// Where a head of a text to itself looks, as means of its weights; definitions of Clark et al. 2019
// ("What Does BERT Look At?", section 3), but for what is said here. Rows of special tokens do not
// count, since nothing was typed there. 0 where no row counts.
struct HeadMeasures {
  double previous = 0;     // a[i][i-1]
  double next = 0;         // a[i][i+1]
  double self = 0;         // a[i][i]
  double first = 0;        // a[i][0], of rows after the first
  double special = 0;      // of all special tokens, where there are any
  double punctuation = 0;  // of all tokens of punctuation
  double sameToken = 0;    // of other occurrences of the row's token, of rows that have such
  double entropy = 0;      // in nats: -sum a ln a
  double spread = 0;       // entropy over that of a uniform row, ln of the keys it can see: 0 to 1
  double distance = 0;     // in tokens: sum of a |i-j|
};

enum class KeysSeen : bool { all, upToItself };  // by a row: the latter under a causal mask

// map (n, n), rows sum to 1.
HeadMeasures measureHead(const ConstMatrixRef& map, const TokenRoles& roles, KeysSeen seen);

// What a head does with a random sequence that is repeated: `before` tokens, then `length` of them
// twice. Means over the rows of the second time.
struct RepetitionMeasures {
  double induction = 0;  // to what came after the same token the first time: a[i][i-length+1]
                         // (Olsson et al. 2022, "prefix matching")
  double duplicate = 0;  // to the same token the first time: a[i][i-length]
};
// map (before + 2 · length or more rows and columns)
RepetitionMeasures measureRepetition(const ConstMatrixRef& map, Index before, Index length);

// How alike two maps of one size are: the mean over rows of what both look at, the sum of the
// lesser weights. 1: the same. Of a text and its tokens shuffled it says how far a head goes by
// position.
double mapOverlap(const ConstMatrixRef& first, const ConstMatrixRef& second);

}  // namespace headscope
