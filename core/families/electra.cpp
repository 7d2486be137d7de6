#include "families/bert_layout.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planElectra(ConfigReader& config) {
  FamilyPlan plan = planLikeBert(config, "ELECTRA", {"", "electra."});
  if (plan.embedding.dWord != plan.layers.front().dModel) {
    plan.embedding.projection = "embeddings_project";
  }
  plan.head = HeadPlan{.dense = "generator_predictions.dense",
                       .norm = "generator_predictions.LayerNorm",
                       .words = {"generator_lm_head"},
                       .bias = "generator_lm_head.bias"};
  return plan;
}

}  // namespace headscope
