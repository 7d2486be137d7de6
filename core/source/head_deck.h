#pragma once

#include <stop_token>
#include <vector>

#include "analysis/head_labels.h"
#include "source/model_source.h"

namespace headscope {

// What measures have to know of a run's tokens.
TokenRoles rolesOf(const std::vector<Token>& tokens);

// The cards of all heads, layer by layer: measured on a run of the model (its encoder, where it has
// two stacks), and, where the model reads ids, on the same tokens shuffled and on a random sequence
// that is repeated, each between the run's special tokens. Takes about four passes. Empty where it
// was asked to stop, and for a run of a sequence with no attention to itself, or of more than
// kMostMeasuredTokens.
inline constexpr int kMostMeasuredTokens = 4096;
std::vector<DealtCard> dealHeads(const ModelSource& model, const Run& run,
                                 const std::stop_token& stop = {});

}  // namespace headscope
