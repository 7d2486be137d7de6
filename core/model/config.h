#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "model/score_rule.h"
#include "position/rotary.h"
#include "tensor/activation.h"

namespace headscope {

enum class NormKind { layerNorm, rmsNorm };

enum class NormPlacement {
  none,
  post,  // norm(x + f(x)), as in Vaswani et al. 2017 and BERT
  pre,   // x + f(norm(x)), as in GPT-2 and Llama; Gemma 2 norms what f adds, too
};

inline constexpr std::array kNormPlacements = {NormPlacement::none, NormPlacement::post,
                                               NormPlacement::pre};

// As options and files write it.
constexpr std::string_view normPlacementName(NormPlacement placement) {
  switch (placement) {
    case NormPlacement::none:
      return "none";
    case NormPlacement::post:
      return "post";
    case NormPlacement::pre:
      return "pre";
  }
  return "";
}

enum class Residual { no, yes };

enum class Branches {
  inTurn,      // the feed-forward network reads what attention left
  sideBySide,  // both read the block's input, and their sums are added to it (GPT-NeoX, Phi)
};

enum class FeedForward {
  plain,  // down(activation(up(x)))
  gated,  // down(activation(gate(x)) * up(x)) (Shazeer 2020)
};

// One block, described by data: attention, then a feed-forward network where there is one.
struct BlockConfig {
  int dModel = 0;
  int heads = 0;
  int keyValueHeads = 0;  // of which heads / keyValueHeads share one; 0: as many as heads
  int dK = 0;             // of queries, keys and values alike; free of d_model / heads
  int dFeedForward = 0;   // 0: no feed-forward network
  ScoreRule score;
  std::shared_ptr<const Rotary> rotary;  // or null
  FeedForward feedForward = FeedForward::plain;
  Activation activation = Activation::geluErf;
  NormKind norm = NormKind::layerNorm;
  NormPlacement placement = NormPlacement::post;
  float normEpsilon = 1e-12F;
  Residual residual = Residual::yes;
  // A decoder's block attends to what an encoder has made of another text, too, between its own
  // attention and the feed-forward network. Nothing: it does not.
  std::optional<ScoreRule> cross;
  Branches branches = Branches::inTurn;

  int dHeads() const { return heads * dK; }  // width of all heads' queries side by side
  int keyHeads() const { return keyValueHeads > 0 ? keyValueHeads : heads; }
  int dKeys() const { return keyHeads() * dK; }                // of their keys, and of the values
  int dProjections() const { return dHeads() + 2 * dKeys(); }  // of queries, keys and values
  int dHidden() const {
    return feedForward == FeedForward::gated ? 2 * dFeedForward : dFeedForward;
  }
  int keyHeadOf(int head) const { return head / (heads / keyHeads()); }
};

}  // namespace headscope
