#pragma once

#include "families/config_reader.h"
#include "families/family.h"

namespace headscope {

// BERT (Devlin et al. 2019): post-norm encoder, learned positions, token types.
Result<FamilyModel> loadBert(ConfigReader& config, std::shared_ptr<const SafetensorsFile> file);

}  // namespace headscope
