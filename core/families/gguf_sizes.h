#pragma once

#include "families/config_reader.h"
#include "families/family_plan.h"
#include "io/tensor_store.h"

namespace headscope {

// What the architectures of GGUF files have in common.

// The block's d_model, heads, d_k, shared keys and values, and d_feed_forward.
void readGgufSizes(ConfigReader& config, BlockConfig& block);

// The word table, as many rows as the file has.
EmbeddingPlan ggufWords(ConfigReader& config, const TensorStore& tensors, int dModel);

}  // namespace headscope
