#pragma once

#include "families/config_reader.h"
#include "families/family_plan.h"

namespace headscope {

// What BART and Marian have in common: config keys and names of tensors, without positions.
FamilyPlan planLikeBart(ConfigReader& config, std::string family);

}  // namespace headscope
