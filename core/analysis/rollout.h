#pragma once

#include <optional>
#include <stop_token>

#include "model/attention_source.h"

namespace headscope {

// Whether what a token keeps of itself beside attention is counted: (A + I), rows normalised.
enum class Residuals : bool { leftOut, counted };

// The mean map of a layer's heads (n_query, n_key).
Matrix meanMap(const AttentionSource& source, int layer);

// How far the rows after `layer` go back to the text's tokens, when attention is multiplied through
// the layers 0 … layer (Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers",
// section 3): (n, n), rows sum to 1. Of attention of a text to itself.
Matrix rollout(const AttentionSource& source, int layer, Residuals residuals = Residuals::counted);

// The same as the greatest flow from each token after `layer` to each of the text's, the weights
// (with residuals) being capacities (the same paper); rows normalised: (n, n). It takes a maximum
// flow for each pair of tokens: nothing where it was asked to stop before its end, or n is above
// kMostFlowTokens.
inline constexpr int kMostFlowTokens = 48;
std::optional<Matrix> attentionFlow(const AttentionSource& source, int layer,
                                    const std::stop_token& stop = {});

}  // namespace headscope
