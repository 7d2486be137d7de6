#pragma once

#include <memory>
#include <span>
#include <vector>

#include "train/adamw.h"
#include "train/model_gradient.h"

namespace headscope {

struct LearnerOptions {
  AdamWOptions optimizer;
  double clip = 1;  // the greatest length of a gradient
};

// What a step found before it changed anything.
struct StepResult {
  Score score;
  double gradientLength = 0;  // before it was clipped
};

// A model and how it learns. A batch comes in parts, which are gone through on all threads of the
// caller: the sum of their gradients is always taken in their order, so that the same parts give
// the same numbers on any number of threads.
template <typename Scalar>
class Learner {
 public:
  // values: of the whole layout of the shape; given: what the shape says it has.
  Learner(const ModelShape& shape, std::shared_ptr<const Given<Scalar>> given,
          std::vector<Scalar> values, LearnerOptions options);

  // Not where the loss or the gradient is no finite number: then nothing is learnt.
  StepResult step(std::span<const Batch> parts, double learningRate);
  Score score(std::span<const Batch> parts) const { return score(parts, *given_); }
  // The same where there are other classes to choose from.
  Score score(std::span<const Batch> parts, const Given<Scalar>& given) const;
  // Of the mean loss of all parts, before clipping.
  std::vector<Scalar> gradient(std::span<const Batch> parts);

  const ModelShape& shape() const { return shape_; }
  const ModelPlaces& places() const { return places_; }
  const ParameterLayout& layout() const { return layout_; }
  std::span<const Scalar> values() const { return values_; }

 private:
  Score addUp(std::span<const Batch> parts);
  Weights<Scalar> weights() const { return {.values = values_, .linears = linears_}; }

  ModelShape shape_;
  ParameterLayout layout_;
  ModelPlaces places_;
  std::shared_ptr<const Given<Scalar>> given_;
  std::vector<Scalar> values_;
  std::vector<Linear<Scalar>> linears_;
  LearnerOptions options_;
  AdamW<Scalar> optimizer_;
  std::vector<std::vector<Scalar>> partGradients_;  // the first one becomes their sum
};

}  // namespace headscope
