#include "families/bert_layout.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {

// Layer i runs all inner layers of group i / (layers / groups).
FamilyPlan planAlbert(ConfigReader& config) {
  FamilyPlan plan = planLikeBert(config, "ALBERT", {"", "albert."});
  const int passes = static_cast<int>(plan.layers.size());
  const int groups = config.numberOr("num_hidden_groups", 1, 1, kMostLayers);
  const int inner = config.numberOr("inner_group_num", 1, 1, kMostLayers);
  if (passes % groups != 0) {
    config.fail(
        FamilyError::keyOutOfRange, "num_hidden_groups",
        std::to_string(groups) + " groups do not divide " + std::to_string(passes) + " layers");
    return plan;
  }
  if (passes > kMostLayers / inner) {
    config.fail(FamilyError::keyOutOfRange, "inner_group_num", "there would be too many layers");
    return plan;
  }
  plan.layers = layersAlike(plan.layers.front(), passes * inner);
  for (int layer = 0; layer < passes * inner; ++layer) {
    const int group = layer / inner / (passes / groups);
    plan.blockOfLayer.push_back(group * inner + layer % inner);
  }
  plan.block = {.prefix =
                    [inner](int block) {
                      return "encoder.albert_layer_groups." + std::to_string(block / inner) +
                             ".albert_layers." + std::to_string(block % inner) + ".";
                    },
                .projections = {"attention.query", "attention.key", "attention.value"},
                .output = "attention.dense",
                .up = {"ffn"},
                .down = "ffn_output",
                .attentionNorm = "attention.LayerNorm",
                .feedForwardNorm = "full_layer_layer_norm"};
  plan.embedding.projection = "encoder.embedding_hidden_mapping_in";
  plan.head = HeadPlan{.dense = "predictions.dense",
                       .activation = plan.layers.front().activation,
                       .norm = "predictions.LayerNorm",
                       .words = {"predictions.decoder"},
                       .bias = "predictions.bias"};
  return plan;
}

}  // namespace headscope
