#pragma once

#include <memory>
#include <optional>

#include "position/distance_bias.h"
#include "tensor/matrix.h"

namespace headscope {

// How a query and a key become a score.
enum class ScoreKind {
  scaledDot,  // q·k / sqrt(d_k) (Vaswani et al. 2017, section 3.2.1)
  dot,        // q·k
  cosine,     // q·k / (|q| |k|)
};

// How far a query sees: keys from so many before it to so many after it, itself always among them.
struct Reach {
  std::optional<int> back;   // >= 0; nothing: to the first
  std::optional<int> ahead;  // likewise to the last

  bool sees(Index query, Index key) const {
    return (!back || query - key <= *back) && (!ahead || key - query <= *ahead);
  }
  bool operator==(const Reach&) const = default;
};

// How one layer's queries and keys become the scores of its softmax:
// cap · tanh(scale q·k / cap) + bias, where they lie within reach.
struct ScoreRule {
  ScoreKind kind = ScoreKind::scaledDot;
  std::optional<float> scale;  // instead of the kind's own
  float cap = 0;               // 0: none (Gemma 2: Gemma Team 2024, section 2)
  Reach reach;
  std::shared_ptr<const DistanceBias> bias;  // or null

  float scaleFor(int dK) const;  // 1/sqrt(d_k), 1, or what is said instead
};

}  // namespace headscope
