#pragma once

#include <memory>

#include "families/config_reader.h"
#include "position/rotary.h"

namespace headscope {

struct RopeDefaults {
  float share = 1;     // of a head's dimensions that turn
  float base = 10000;  // rope_theta
};

// The rotary positions of heads of size dK. Reads rope_parameters, or rope_scaling with rope_theta
// beside it, as older files have them. A kind that is not computed is
// FamilyError::unsupportedOption.
std::shared_ptr<const Rotary> readRotary(ConfigReader& config, int dK,
                                         const RopeDefaults& defaults = {});

// The same from one section, such as rope_parameters.full_attention of ModernBERT.
std::shared_ptr<const Rotary> readRotarySection(ConfigReader section, int dK,
                                                const RopeDefaults& defaults);

}  // namespace headscope
