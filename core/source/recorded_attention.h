#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "io/safetensors.h"
#include "model/attention_source.h"

namespace headscope {

// Attention as a file has it, made by any program: a tensor (heads, n_query, n_key) for each layer.
// The file stays mapped, and rows are read when a view looks. Of a file that is cut short meanwhile
// rows are NaN.
class RecordedAttention : public AttentionSource {
 public:
  // `layers` are of the file, of float32, float16 or bfloat16, and have one shape.
  RecordedAttention(std::shared_ptr<const SafetensorsFile> file,
                    std::vector<const TensorInfo*> layers);

  AttentionShape shape() const override { return shape_; }
  void weights(HeadId head, int firstQuery, MatrixRef out) const override;
  MapValues values() const override { return values_; }
  // What is found out when the numbers have been looked at.
  void setValues(MapValues values) { values_ = values; }
  // There are no queries and keys.
  std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override { return {}; }

 private:
  std::shared_ptr<const SafetensorsFile> file_;
  std::vector<const TensorInfo*> layers_;
  AttentionShape shape_;
  MapValues values_ = MapValues::weights;
};

// What the numbers of a layer turn out to be.
struct LayerFacts {
  bool areWeights = true;  // numbers from 0 to 1
  bool sumToOne = true;    // every row, but for rounding to bfloat16
  bool isCausal = true;    // nothing after a query has weight
};

// Looks at all of them; at none any more once it is stopped.
LayerFacts layerFacts(const AttentionSource& attention, int layer, const std::stop_token& stop);

}  // namespace headscope
