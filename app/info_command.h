#pragma once

#include <CLI/CLI.hpp>

namespace headscope {

// `headscope info --model M [--json]`: what a model is.
void addInfoCommand(CLI::App& parent, int& exitCode);

}  // namespace headscope
