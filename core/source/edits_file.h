#pragma once

#include <filesystem>

#include "model/attention_edits.h"
#include "source/model_source.h"

namespace headscope {

// Writes what was changed by hand as JSON that says all of it in words, too: {"model", "tokens",
// "weights": [{"layer", "head", "query", "key", "weight"}], "heads_off": [{"layer", "head"}],
// "tokens_hidden": [index]}. Errors: those of AtomicFile.
Result<void> saveEdits(const std::filesystem::path& file, const ModelDescription& model,
                       const std::vector<Token>& tokens, const AttentionEdits& edits);

}  // namespace headscope
