#include "families/llama_layout.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planQwen2(ConfigReader& config) {
  FamilyPlan plan = planLikeLlama(config, "Qwen 2");
  plan.block.projectionForm.bias = Bias::present;
  plan.block.outputForm.bias = Bias::none;
  readQwenWindows(config, plan);
  return plan;
}

}  // namespace headscope
