#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"
#include "families/rope_config.h"

namespace headscope {

FamilyPlan planPhi(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  readGroupedHeads(config, block);
  block.dFeedForward = config.number("intermediate_size", 1, kMostWidth);
  block.normEpsilon = config.realOr("layer_norm_eps", 1e-5F);
  block.activation = readActivation(config, "hidden_act", "gelu_new");
  block.placement = NormPlacement::pre;
  block.branches = Branches::sideBySide;
  block.rotary = readRotary(config, block.dK, {.share = 0.5F});
  const int layers = config.number("num_hidden_layers", 1, kMostLayers);
  if (config.flagOr("qk_layernorm", false)) {
    config.fail(FamilyError::unsupportedOption, "qk_layernorm",
                "norms of queries and keys are not supported in this family");
  }
  return {.family = "Phi",
          .prefixes = {"", "model."},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("layers."),
                    .projections = {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"},
                    .output = "self_attn.dense",
                    .up = {"mlp.fc1"},
                    .down = "mlp.fc2",
                    .attentionNorm = "input_layernorm"},
          .embedding = {.words = "embed_tokens",
                        .wordRows = config.number("vocab_size", 1, kMostWords),
                        .dWord = block.dModel},
          .finalNorm = "final_layernorm",
          .head = HeadPlan{.words = {"lm_head"}, .bias = "lm_head.bias"},
          .causal = true,
          .maxTokens = config.numberOr("max_position_embeddings", 2048, 1, kMostTokens)};
}

}  // namespace headscope
