#include "families/llama_layout.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planQwen3(ConfigReader& config) {
  FamilyPlan plan = planLikeLlama(config, "Qwen 3");
  plan.block.queryNorm = "self_attn.q_norm";
  plan.block.keyNorm = "self_attn.k_norm";
  readQwenWindows(config, plan);
  return plan;
}

}  // namespace headscope
