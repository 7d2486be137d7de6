#pragma once

#include <span>
#include <vector>

#include "analysis/token_alignment.h"
#include "model/attention_source.h"

namespace headscope {

// A head of one attention and the one of another that it is compared with.
struct HeadPair {
  HeadId first;
  HeadId second;
  bool operator==(const HeadPair&) const = default;
};

// How much one row of a head moved from one attention to another.
struct Swing {
  // Half the sum of what the weights of aligned keys changed by: the share of the row's attention
  // that went elsewhere (total variation distance). 0: the row is the same; 1: nothing it looked
  // at is looked at any more. A key that the other text has not counts with all of its weight.
  double swing = 0;
  // The pair of keys that changed most, and its weights; 0 in the text that has not got it.
  AlignedTokens key;
  float before = 0;
  float after = 0;
  bool operator==(const Swing&) const = default;
};

// Of a list of heads: which of them.
struct HeadSwing : Swing {
  HeadId head;
};

// Of a list of rows: which of them.
struct RowSwing : Swing {
  AlignedTokens row;
};

// One row `row.first` in `first` against `row.second` in `second`; heads and rows must be there.
// `keys` are pairs of keys of both (alignTokens).
Swing rowSwing(const AttentionSource& first, const AttentionSource& second, HeadPair heads,
               AlignedTokens row, std::span<const AlignedTokens> keys);

// The same head in both.
HeadSwing headSwing(const AttentionSource& first, const AttentionSource& second, HeadId head,
                    AlignedTokens row, std::span<const AlignedTokens> keys);

// Of all heads that both have, the one that moved most first: which head noticed?
std::vector<HeadSwing> rankSwings(const AttentionSource& first, const AttentionSource& second,
                                  AlignedTokens row, std::span<const AlignedTokens> keys);

// One head of `first` against each of these heads of `second`, in the order of how alike the rows
// are; of two that are equally alike the one that stands first in `heads`.
enum class AlikeOrder { mostFirst, leastFirst };
std::vector<HeadSwing> rankAlike(const AttentionSource& first, HeadId head,
                                 const AttentionSource& second, std::span<const HeadId> heads,
                                 AlignedTokens row, std::span<const AlignedTokens> keys,
                                 AlikeOrder order);

// All rows that both maps have, the one in which they differ most first.
std::vector<RowSwing> rankRows(const AttentionSource& first, const AttentionSource& second,
                               HeadPair heads, std::span<const AlignedTokens> rows,
                               std::span<const AlignedTokens> keys);

// How much two maps differ, in one number: the mean swing of their rows, in [0, 1]. 0 without rows.
double meanSwing(std::span<const RowSwing> rows);

// Every head of such a shape, layer by layer.
std::vector<HeadId> allHeads(const AttentionShape& shape);

}  // namespace headscope
