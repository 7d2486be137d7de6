#pragma once

#include <string>
#include <string_view>

#include "source/sandbox_config.h"

namespace headscope {

// "sandbox" or "sandbox:key=value,…" as the command line has it. Keys: preset, heads, d_k,
// d_model, layers, d_ff, seed, positions (none, sinusoid, sinusoid-halves, learned), mask (none,
// causal, padding or padding-N, a CSV file), score (scaled-dot, dot, cosine), norm (none, post,
// pre), embeddings (seed, one-hot, a CSV file), wq, wk, wv, wo (seed, identity, a CSV file).
// A preset comes first and the other keys change it. Files are read.
// Errors: SandboxError::spec, naming the key and what it takes; CsvError of a file.
Result<SandboxConfig> parseSandboxSpec(std::string_view spec);

// Whether a model is named so.
bool isSandboxSpec(std::string_view model);

// The spec that gives this config again, as short as it can be. Files by their path.
std::string sandboxSpec(const SandboxConfig& config);

// A CSV file as the sandbox takes matrices and tables. Errors: CsvError.
Result<std::shared_ptr<const ImportedMatrix>> importMatrix(const std::string& file);

}  // namespace headscope
