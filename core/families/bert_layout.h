#pragma once

#include "families/config_reader.h"
#include "families/family_plan.h"

namespace headscope {

// What BERT and its nearest kin have in common: config keys and names of tensors.
FamilyPlan planLikeBert(ConfigReader& config, std::string family,
                        std::vector<std::string> prefixes);

}  // namespace headscope
