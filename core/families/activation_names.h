#pragma once

#include "families/config_reader.h"
#include "tensor/activation.h"

namespace headscope {

// The activation that a config names as Hugging Face does ("gelu", "gelu_new", …);
// FamilyError::unsupportedOption for one that is not computed here.
Activation readActivation(ConfigReader& config, const char* key, const std::string& fallback);

}  // namespace headscope
