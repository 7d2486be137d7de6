#include "source/recorded_attention.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <utility>

#include "tensor/parallel.h"

namespace headscope {

RecordedAttention::RecordedAttention(std::shared_ptr<const SafetensorsFile> file,
                                     std::vector<const TensorInfo*> layers)
    : file_(std::move(file)), layers_(std::move(layers)) {
  const std::vector<std::uint64_t>& sizes = layers_.front()->shape;
  shape_ = {.layers = static_cast<int>(layers_.size()),
            .heads = static_cast<int>(sizes[0]),
            .nQuery = static_cast<int>(sizes[1]),
            .nKey = static_cast<int>(sizes[2])};
}

void RecordedAttention::weights(HeadId head, int firstQuery, MatrixRef out) const {
  const TensorInfo& layer = *layers_[static_cast<std::size_t>(head.layer)];
  if (!file_->floatsReadable(layer)) {
    out.setConstant(std::numeric_limits<float>::quiet_NaN());
    return;
  }
  const auto keys = static_cast<std::size_t>(shape_.nKey);
  std::size_t row = static_cast<std::size_t>(head.head) * static_cast<std::size_t>(shape_.nQuery) +
                    static_cast<std::size_t>(firstQuery);
  for (Index i = 0; i < out.rows(); ++i, ++row) {
    file_->readFloatsAt(layer, row * keys, rowSpan(out, i));
  }
}

LayerFacts layerFacts(const AttentionSource& attention, int layer, const std::stop_token& stop) {
  constexpr float kMostRounded = 1.01F;
  constexpr float kSumRounded = 0.02F;
  constexpr Index kRowsAtOnce = 64;
  const AttentionShape shape = attention.shape();
  std::atomic<bool> areWeights = true;
  std::atomic<bool> sumToOne = true;
  std::atomic<bool> isCausal = true;
  parallelRanges(Index{shape.heads} * shape.nQuery, kRowsAtOnce, [&](Index begin, Index end) {
    Matrix row(1, shape.nKey);
    for (Index i = begin; i < end && areWeights && !stop.stop_requested(); ++i) {
      const int query = static_cast<int>(i % shape.nQuery);
      attention.weights({layer, static_cast<int>(i / shape.nQuery)}, query, row);
      // A NaN lies in no range.
      if (!((row.array() >= 0) && (row.array() <= kMostRounded)).all()) {
        areWeights = false;
      }
      if (std::abs(row.sum() - 1) > kSumRounded) {
        sumToOne = false;
      }
      if ((row.rightCols(std::max(0, shape.nKey - query - 1)).array() > 0).any()) {
        isCausal = false;
      }
    }
  });
  return {.areWeights = areWeights, .sumToOne = sumToOne, .isCausal = isCausal};
}

}  // namespace headscope
