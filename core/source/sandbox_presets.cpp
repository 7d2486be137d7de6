#include "source/sandbox_presets.h"

#include <algorithm>
#include <array>

namespace headscope {
namespace {

constexpr std::string_view kSentence =
    "The animal didn't cross the street because it was too tired.";

SandboxConfig sized(int heads, int dK, int dModel) {
  SandboxConfig config;
  config.heads = heads;
  config.dK = dK;
  config.dModel = dModel;
  return config;
}

SandboxConfig similarity() {
  SandboxConfig config = sized(1, 16, 16);
  config.score = ScoreKind::dot;
  config.norm = NormPlacement::none;
  config.query.kind = MatrixKind::identity;
  config.key.kind = MatrixKind::identity;
  config.value.kind = MatrixKind::identity;
  config.output.kind = MatrixKind::identity;
  return config;
}

}  // namespace

std::span<const SandboxPreset> sandboxPresets() {
  static const std::array presets = {
      SandboxPreset{"base", "512 / 8 x 64", kSentence, sized(8, 64, 512)},
      SandboxPreset{"similarity", "X·Xᵀ similarity", kSentence, similarity()},
      SandboxPreset{"two-words", "2 words, 4 dimensions, 8 heads of 3", "Thinking Machines",
                    sized(8, 3, 4)},
      SandboxPreset{"ten", "10 dimensions, d_k 6", kSentence, sized(2, 6, 10)},
  };
  return presets;
}

const SandboxPreset* findSandboxPreset(std::string_view id) {
  const auto all = sandboxPresets();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [id](const SandboxPreset& preset) { return preset.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace headscope
