#include "families/rope_config.h"

#include <algorithm>
#include <string>

#include "families/limits.h"

namespace headscope {

std::shared_ptr<const Rotary> readRotarySection(ConfigReader section, int dK,
                                                const RopeDefaults& defaults) {
  const float base = section.realOr("rope_theta", defaults.base);
  const float share = section.realOr("partial_rotary_factor", defaults.share);
  constexpr float kMost = 1e9F;  // far beyond any head, and an int
  const int turning = static_cast<int>(std::min(static_cast<float>(dK) * share, kMost)) / 2 * 2;
  if (!(base >= 1) || turning < 2 || turning > dK) {
    section.fail(FamilyError::keyOutOfRange, base >= 1 ? "partial_rotary_factor" : "rope_theta",
                 base >= 1 ? "a head of " + std::to_string(dK) + " dimensions cannot turn " +
                                 std::to_string(turning) + " of them"
                           : "expected at least 1");
    return nullptr;
  }
  auto rotary = std::make_shared<Rotary>(headscope::rotary(turning, base));
  const std::string kind = section.textOr("rope_type", section.textOr("type", "default"));
  if (kind == "linear") {
    stretchLinearly(*rotary, section.realAtLeast("factor", 1));
  } else if (kind == "llama3") {
    const Llama3Stretch stretch{
        .factor = section.realAtLeast("factor", 1),
        .lowFrequencyFactor = section.realAtLeast("low_freq_factor", 0.01F),
        .highFrequencyFactor = section.realAtLeast("high_freq_factor", 0.01F),
        .originalPositions = section.number("original_max_position_embeddings", 1, kMostTokens)};
    if (stretch.highFrequencyFactor <= stretch.lowFrequencyFactor) {
      section.fail(FamilyError::keyOutOfRange, "high_freq_factor",
                   "expected more than low_freq_factor");
    }
    stretchLlama3(*rotary, stretch);
  } else if (kind != "default" && kind != "dynamic") {  // dynamic: beyond the trained length only
    section.fail(FamilyError::unsupportedOption, "rope_type",
                 "rotary positions of the kind '" + kind + "' are not supported",
                 "Supported are: default, dynamic, linear, llama3");
  }
  return rotary;
}

std::shared_ptr<const Rotary> readRotary(ConfigReader& config, int dK,
                                         const RopeDefaults& defaults) {
  const RopeDefaults outside{
      .share = config.realOr("partial_rotary_factor", config.realOr("rotary_pct", defaults.share)),
      .base = config.realOr("rope_theta", config.realOr("rotary_emb_base", defaults.base))};
  return readRotarySection(config.section("rope_parameters", "rope_scaling"), dK, outside);
}

}  // namespace headscope
