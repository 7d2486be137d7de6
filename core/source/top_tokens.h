#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "source/checkpoint_source.h"

namespace headscope {

// A token that a language model's head names at a row.
struct TokenChance {
  std::int32_t id = 0;
  std::string text;  // as a person reads it; its number where there is no tokenizer
  double probability = 0;
};

// The most probable tokens at one row of a model's output (1, d_model), the first one first: of a
// causal model what comes next, of a masked one what stands there. Empty where the checkpoint has
// no language model's head.
std::vector<TokenChance> topTokens(const CheckpointSource& model, const ConstMatrixRef& hidden,
                                   int count);

}  // namespace headscope
