#include "families/families.h"
#include "families/llama_layout.h"

namespace headscope {

FamilyPlan planLlama(ConfigReader& config) {
  return planLikeLlama(config, "Llama");
}

}  // namespace headscope
