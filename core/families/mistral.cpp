#include "families/limits.h"
#include "families/llama_layout.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planMistral(ConfigReader& config) {
  FamilyPlan plan = planLikeLlama(config, "Mistral");
  if (config.has("sliding_window")) {
    const int window = config.number("sliding_window", 1, kMostTokens);
    setWindows(config, plan, window, [](int) { return true; });
  }
  return plan;
}

}  // namespace headscope
