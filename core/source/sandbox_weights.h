#pragma once

#include <vector>

#include "model/weights.h"
#include "source/sandbox_config.h"

namespace headscope {

// The blocks of a sandbox; the config has passed checkSandbox. No biases.
std::vector<BlockWeights> sandboxWeights(const SandboxConfig& config);

}  // namespace headscope
