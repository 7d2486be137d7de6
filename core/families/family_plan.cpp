#include "families/family_plan.h"

#include <utility>

namespace headscope {

FamilySummary summaryOf(const FamilyPlan& plan) {
  return {.family = plan.family,
          .layers = static_cast<int>(plan.layers.size()),
          .heads = plan.layers.front().heads,
          .readsImages = plan.patches.has_value()};
}

std::vector<BlockConfig> layersAlike(const BlockConfig& block, int layers) {
  return std::vector<BlockConfig>(static_cast<std::size_t>(layers), block);
}

std::function<std::string(int)> numbered(std::string before) {
  return [before = std::move(before)](int layer) { return before + std::to_string(layer) + "."; };
}

}  // namespace headscope
