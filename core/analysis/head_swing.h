#pragma once

#include <span>
#include <vector>

#include "analysis/token_alignment.h"
#include "model/attention_source.h"

namespace headscope {

// How much one row of a head moved from one text to another.
struct HeadSwing {
  HeadId head;
  // Half the sum of what the weights of aligned keys changed by: the share of the row's attention
  // that went elsewhere (total variation distance). 0: the row is the same; 1: nothing it looked
  // at is looked at any more. A key that the other text has not counts with all of its weight.
  double swing = 0;
  // The pair of keys that changed most, and its weights; 0 in the text that has not got it.
  AlignedTokens key;
  float before = 0;
  float after = 0;
};

// One head's row `row.first` in `first` against `row.second` in `second`; both must be there.
// `keys` are pairs of keys of both (alignTokens).
HeadSwing headSwing(const AttentionSource& first, const AttentionSource& second, HeadId head,
                    AlignedTokens row, std::span<const AlignedTokens> keys);

// Of all heads that both have, the one that moved most first: which head noticed?
std::vector<HeadSwing> rankSwings(const AttentionSource& first, const AttentionSource& second,
                                  AlignedTokens row, std::span<const AlignedTokens> keys);

}  // namespace headscope
