#pragma once

#include "families/family_plan.h"
#include "io/gguf_file.h"

namespace headscope {

// Whether the plan makes something of every tensor of the file. What llama.cpp knows and this
// program does not, such as norms of queries, would else be left out without a word.
// FamilyError::unknownTensor.
Result<void> checkGgufNames(const FamilyPlan& plan, const GgufFile& file);

}  // namespace headscope
