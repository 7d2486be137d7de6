#pragma once

#include "families/config_reader.h"
#include "families/family_plan.h"
#include "io/gguf_file.h"

namespace headscope {

// What the metadata of a GGUF file means, by architecture: `config` has the keys that begin with
// the architecture's name, such as attention.head_count (llama.cpp, gguf-py/gguf/constants.py).
// `tensors` says what the file has. After an error the plan is of no use and config.result() says
// why.

// Llama and Mistral: their queries and keys lie alternating.
FamilyPlan planGgufLlama(ConfigReader& config, const TensorStore& tensors);
FamilyPlan planGgufQwen2(ConfigReader& config, const TensorStore& tensors);
FamilyPlan planGgufGpt2(ConfigReader& config, const TensorStore& tensors);
FamilyPlan planGgufBert(ConfigReader& config, const TensorStore& tensors);

}  // namespace headscope
