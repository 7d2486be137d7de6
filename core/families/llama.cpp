#include "families/llama_layout.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planLlama(ConfigReader& config) {
  return planLikeLlama(config, "Llama");
}

}  // namespace headscope
