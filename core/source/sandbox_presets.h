#pragma once

#include <span>
#include <string_view>

#include "source/sandbox_config.h"

namespace headscope {

// A sandbox that teaches one thing, with the text that shows it.
struct SandboxPreset {
  std::string_view id;     // on the command line: sandbox:preset=ID
  std::string_view title;  // for people
  std::string_view text;
  SandboxConfig config;
};

// In the order a menu shows them; the first is the default sandbox.
std::span<const SandboxPreset> sandboxPresets();

// Null where no preset has this id.
const SandboxPreset* findSandboxPreset(std::string_view id);

}  // namespace headscope
