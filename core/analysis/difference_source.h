#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "analysis/token_alignment.h"
#include "model/attention_source.h"

namespace headscope {

// What stands on the axes of two maps that are compared: pairs of queries and of keys.
struct AlignedMaps {
  std::vector<AlignedTokens> queries;
  std::vector<AlignedTokens> keys;
};

// What changed from one attention to another: second − first, of the tokens that stand in each
// other's place, in [-1, 1]. Rows and columns are the pairs of an alignment; a token that one of
// them has not got has no weight there.
class DifferenceSource : public AttentionSource {
 public:
  // Each head of `first` against the same head of `second`, of the heads that both have; or against
  // this one head of `second`, which must be there.
  DifferenceSource(std::shared_ptr<const AttentionSource> first,
                   std::shared_ptr<const AttentionSource> second, AlignedMaps tokens,
                   std::optional<HeadId> against = {});

  AttentionShape shape() const override { return shape_; }
  MapValues values() const override { return MapValues::differences; }
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;  // (rows, pairs)
  // A difference is made of two cells.
  std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override { return {}; }

 private:
  std::shared_ptr<const AttentionSource> first_;
  std::shared_ptr<const AttentionSource> second_;
  AlignedMaps tokens_;
  std::optional<HeadId> against_;
  AttentionShape shape_;
};

}  // namespace headscope
