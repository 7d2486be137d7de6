#include "families/families.h"
#include "families/limits.h"
#include "families/llama_layout.h"

namespace headscope {

FamilyPlan planQwen3(ConfigReader& config) {
  FamilyPlan plan = planLikeLlama(config, "Qwen 3");
  plan.block.queryNorm = "self_attn.q_norm";
  plan.block.keyNorm = "self_attn.k_norm";
  if (config.flagOr("use_sliding_window", false)) {
    const int window = config.number("sliding_window", 1, kMostTokens);
    const int first = config.numberOr("max_window_layers", 28, 0, kMostLayers);
    setWindows(config, plan, window, [first](int layer) { return layer >= first; });
  }
  return plan;
}

}  // namespace headscope
