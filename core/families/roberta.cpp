#include "families/bert_layout.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planRoberta(ConfigReader& config) {
  FamilyPlan plan = planLikeBert(config, "RoBERTa", {"", "roberta."});
  plan.embedding.positionRule = PositionRule::unpadded;
  plan.embedding.padding = config.numberOr("pad_token_id", 1, 0, kMostWords);
  plan.embedding.positionOffset = plan.embedding.padding;
  if (plan.embedding.positionRows < plan.embedding.padding + 2) {
    config.fail(
        FamilyError::keyOutOfRange, "max_position_embeddings",
        "expected at least two more than pad_token_id, " + std::to_string(plan.embedding.padding));
  }
  plan.head = HeadPlan{.dense = "lm_head.dense",
                       .norm = "lm_head.layer_norm",
                       .words = {"lm_head.decoder"},
                       .bias = "lm_head.bias"};
  return plan;
}

}  // namespace headscope
