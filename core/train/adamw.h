#pragma once

#include <span>
#include <vector>

#include "train/parameter_layout.h"

namespace headscope {

// Adam with the decay of weights apart from the gradient (Loshchilov & Hutter 2019, algorithm 2).
struct AdamWOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weightDecay = 0.01;  // of parameters with Decay::yes, times the learning rate
};

template <typename Scalar>
class AdamW {
 public:
  AdamW(const ParameterLayout& layout, AdamWOptions options);

  // One step against the gradient; both are as long as the layout.
  void step(double learningRate, std::span<const Scalar> gradient, std::span<Scalar> values);

  int steps() const { return steps_; }

 private:
  struct Range {
    Index begin = 0;
    Index size = 0;
    Decay decay = Decay::no;
  };

  AdamWOptions options_;
  std::vector<Range> ranges_;
  RowOf<Scalar> mean_;
  RowOf<Scalar> square_;
  int steps_ = 0;
};

// Scales the whole gradient to at most this length (Pascanu et al. 2013, section 3.2), as PyTorch's
// clip_grad_norm_ does; returns the length it had, summed in double precision.
template <typename Scalar>
double clipLength(double most, std::span<Scalar> gradient);

// How fast a run learns: from 0 up to `highest` in `warmUp` steps, then down along half a cosine to
// `last` of it at the end (Loshchilov & Hutter 2017, section 3).
struct Schedule {
  double highest = 3e-3;
  int warmUp = 30;
  int steps = 300;
  double last = 0.1;  // share of `highest`

  double rateAt(int step) const;  // step: 0 …
};

}  // namespace headscope
