#pragma once

#include <memory>

#include "analysis/token_folding.h"
#include "model/attention_source.h"

namespace headscope {

// A source with its tokens folded: of a group of keys the weights are summed, for that much of a
// query's attention goes to them together; of a group of queries the rows are averaged (Clark et
// al. 2019, "What Does BERT Look At?", section 4.1). So rows keep their sum, but for the keys that
// are left out. Where rows are rescaled, the mean row is; one with nothing left stays 0.
class FoldedSource : public AttentionSource {
 public:
  // The folding is of tokens that the source has.
  FoldedSource(std::shared_ptr<const AttentionSource> source,
               std::shared_ptr<const TokenFolding> folding);

  AttentionShape shape() const override { return shape_; }
  MapValues values() const override { return source_->values(); }
  int knownLayers() const override { return source_->knownLayers(); }
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;  // (rows, keys' groups)
  // The source's where the cell is one token for one token: of the weight before it was rescaled.
  std::optional<CellArithmetic> arithmetic(HeadId head, int query, int key) const override;

 private:
  std::shared_ptr<const AttentionSource> source_;
  std::shared_ptr<const TokenFolding> folding_;
  AttentionShape shape_;
};

}  // namespace headscope
