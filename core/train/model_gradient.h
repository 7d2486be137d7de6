#pragma once

#include <memory>
#include <span>

#include "train/batch.h"
#include "train/block_gradient.h"
#include "train/model_shape.h"

namespace headscope {

// What a model reads and does not learn.
template <typename Scalar>
struct Given {
  std::shared_ptr<const MatrixOf<Scalar>> words;  // (words, d_given), or null
  Linear<Scalar> classes;      // (d_given, classes) of given words, a column each; else unused
  MatrixOf<Scalar> positions;  // (longest text, d_model) of sinusoids, or empty
};

// How well targets were answered. Sums, so that those of parts of a batch add up.
struct Score {
  double loss = 0;  // Σ -ln p(answer), in nats
  int right = 0;    // the answer had the greatest probability
  int targets = 0;

  double meanLoss() const { return targets > 0 ? loss / targets : 0; }
  double accuracy() const { return targets > 0 ? static_cast<double>(right) / targets : 0; }
  Score& operator+=(const Score& other);
};

// The score of a batch's targets: the cross entropy of a softmax over all classes.
template <typename Scalar>
Score scoreBatch(const ModelShape& shape, const ModelPlaces& places, const Given<Scalar>& given,
                 const Weights<Scalar>& weights, const Batch& batch);

// Adds to parameterGradient, of the whole layout, that of share · Σ -ln p(answer): with a share of
// 1 / targets, of the mean loss.
template <typename Scalar>
Score addGradient(const ModelShape& shape, const ModelPlaces& places, const Given<Scalar>& given,
                  const Weights<Scalar>& weights, const Batch& batch, Scalar share,
                  std::span<Scalar> parameterGradient);

// The linear maps of a model, ready for products: of its weights as they are now.
template <typename Scalar>
void setLinears(const ModelPlaces& places, std::span<const Scalar> values,
                std::vector<Linear<Scalar>>& linears);

}  // namespace headscope
