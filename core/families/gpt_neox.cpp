#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"
#include "families/rope_config.h"

namespace headscope {

FamilyPlan planGptNeoX(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  readHeads(config, "num_attention_heads", "hidden_size", block);
  block.dFeedForward = config.number("intermediate_size", 1, kMostWidth);
  block.normEpsilon = config.realOr("layer_norm_eps", 1e-5F);
  block.activation = readActivation(config, "hidden_act", "gelu");
  block.placement = NormPlacement::pre;
  block.branches =
      config.flagOr("use_parallel_residual", true) ? Branches::sideBySide : Branches::inTurn;
  block.rotary = readRotary(config, block.dK, {.share = 0.25F});
  const int layers = config.number("num_hidden_layers", 1, kMostLayers);
  const LinearForm attention{.bias = config.flagOr("attention_bias", true) ? Bias::present
                                                                           : Bias::none};
  return {.family = "GPT-NeoX",
          .prefixes = {"", "gpt_neox."},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("layers."),
                    .projections = {"attention.query_key_value"},
                    .fused = Fused::byHead,
                    .projectionForm = attention,
                    .output = "attention.dense",
                    .outputForm = attention,
                    .up = {"mlp.dense_h_to_4h"},
                    .down = "mlp.dense_4h_to_h",
                    .attentionNorm = "input_layernorm",
                    .feedForwardNorm = "post_attention_layernorm"},
          .embedding = {.words = "embed_in",
                        .wordRows = config.number("vocab_size", 1, kMostWords),
                        .dWord = block.dModel},
          .finalNorm = "final_layer_norm",
          .head = HeadPlan{.words = {"embed_out"}},
          .causal = true,
          .maxTokens = config.numberOr("max_position_embeddings", 2048, 1, kMostTokens)};
}

}  // namespace headscope
