#pragma once

#include "families/config_reader.h"
#include "families/family_plan.h"

namespace headscope {

// What Llama and its kin have in common: config keys and names of tensors.
FamilyPlan planLikeLlama(ConfigReader& config, std::string family);

// Layers that config.json's layer_types calls "sliding_attention" see `window` tokens, themselves
// among them. Without layer_types, those for which `slides` is true.
void setWindows(ConfigReader& config, FamilyPlan& plan, int window,
                const std::function<bool(int layer)>& slides);

// The same as Qwen says it: use_sliding_window, sliding_window, and max_window_layers, the first
// layer that slides.
void readQwenWindows(ConfigReader& config, FamilyPlan& plan);

}  // namespace headscope
