#pragma once

#include <memory>
#include <vector>

#include "analysis/token_alignment.h"
#include "model/attention_source.h"

namespace headscope {

// What changed from one attention to another: second − first, of the tokens that stand in each
// other's place, in [-1, 1]. Rows and columns are the pairs of an alignment; a token that one of
// them has not got has no weight there. Heads that both have.
class DifferenceSource : public AttentionSource {
 public:
  DifferenceSource(std::shared_ptr<const AttentionSource> first,
                   std::shared_ptr<const AttentionSource> second,
                   std::vector<AlignedTokens> tokens);

  AttentionShape shape() const override { return shape_; }
  MapValues values() const override { return MapValues::differences; }
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;  // (rows, pairs)
  // A difference is made of two cells.
  std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override { return {}; }

 private:
  std::shared_ptr<const AttentionSource> first_;
  std::shared_ptr<const AttentionSource> second_;
  std::vector<AlignedTokens> tokens_;
  AttentionShape shape_;
};

}  // namespace headscope
