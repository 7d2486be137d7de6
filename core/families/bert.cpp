#include "families/bert_layout.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planBert(ConfigReader& config) {
  FamilyPlan plan = planLikeBert(config, "BERT", {"", "bert."});
  plan.head = HeadPlan{.dense = "cls.predictions.transform.dense",
                       .activation = plan.layers.front().activation,
                       .norm = "cls.predictions.transform.LayerNorm",
                       .words = {"cls.predictions.decoder"},
                       .bias = "cls.predictions.bias"};
  return plan;
}

}  // namespace headscope
