#pragma once

#include "tensor/activation.h"

namespace headscope {

// How a query and a key become a score.
enum class ScoreKind {
  scaledDot,  // q·k / sqrt(d_k) (Vaswani et al. 2017, section 3.2.1)
  dot,        // q·k
  cosine,     // q·k / (|q| |k|)
};

enum class NormKind { layerNorm, rmsNorm };

enum class NormPlacement {
  none,
  post,  // norm(x + f(x)), as in Vaswani et al. 2017 and BERT
  pre,   // x + f(norm(x)), as in GPT-2 and Llama
};

enum class Residual { no, yes };

// One block, described by data: attention, then a feed-forward network where there is one.
struct BlockConfig {
  int dModel = 0;
  int heads = 0;
  int dK = 0;            // of queries, keys and values alike; free of d_model / heads
  int dFeedForward = 0;  // 0: no feed-forward network
  ScoreKind score = ScoreKind::scaledDot;
  Activation activation = Activation::geluErf;
  NormKind norm = NormKind::layerNorm;
  NormPlacement placement = NormPlacement::post;
  float normEpsilon = 1e-12F;
  Residual residual = Residual::yes;

  int dHeads() const { return heads * dK; }  // width of all heads' queries side by side
};

}  // namespace headscope
