#include <cmath>

#include "families/activation_names.h"
#include "families/limits.h"
#include "families/llama_layout.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planGemma2(ConfigReader& config) {
  FamilyPlan plan = planLikeLlama(config, "Gemma 2");
  const float perHead = config.realOr("query_pre_attn_scalar", 256);
  const float cap = config.realOr("attn_logit_softcapping", 0);
  const Activation activation = readActivation(config, "hidden_activation", "gelu_pytorch_tanh");
  for (BlockConfig& block : plan.layers) {
    block.score.scale = 1 / std::sqrt(perHead);
    block.score.cap = cap;
    block.activation = activation;
  }
  setWindows(config, plan, config.numberOr("sliding_window", 4096, 1, kMostTokens),
             [](int layer) { return layer % 2 == 0; });
  plan.block.attentionOutputNorm = "post_attention_layernorm";
  plan.block.feedForwardNorm = "pre_feedforward_layernorm";
  plan.block.feedForwardOutputNorm = "post_feedforward_layernorm";
  plan.normShift = 1;
  plan.embedding.scale = std::sqrt(static_cast<float>(plan.embedding.dWord));
  plan.head->cap = config.realOr("final_logit_softcapping", 0);
  return plan;
}

}  // namespace headscope
