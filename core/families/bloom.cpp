#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planBloom(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.has("n_embed") ? config.number("n_embed", 1, kMostWidth)
                                       : config.number("hidden_size", 1, kMostWidth);
  readHeads(config, config.has("n_head") ? "n_head" : "num_attention_heads", "hidden_size", block);
  block.dFeedForward = 4 * block.dModel;
  block.normEpsilon = config.realOr("layer_norm_epsilon", 1e-5F);
  block.activation = Activation::geluTanh;
  block.placement = NormPlacement::pre;
  block.score.bias =
      std::make_shared<const DistanceBias>(AlibiBias{.slopes = alibiSlopes(block.heads)});
  const char* layersKey = config.has("n_layer") ? "n_layer" : "num_hidden_layers";
  const int layers = config.number(layersKey, 1, kMostLayers);
  if (config.flagOr("apply_residual_connection_post_layernorm", false)) {
    config.fail(FamilyError::unsupportedOption, "apply_residual_connection_post_layernorm",
                "a residual stream of norms is not supported");
  }
  return {.family = "BLOOM",
          .prefixes = {"", "transformer."},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("h."),
                    .projections = {"self_attention.query_key_value"},
                    .fused = Fused::byHead,
                    .output = "self_attention.dense",
                    .up = {"mlp.dense_h_to_4h"},
                    .down = "mlp.dense_4h_to_h",
                    .attentionNorm = "input_layernorm",
                    .feedForwardNorm = "post_attention_layernorm"},
          .embedding = {.words = "word_embeddings",
                        .wordRows = config.number("vocab_size", 1, kMostWords),
                        .dWord = block.dModel,
                        .norm = "word_embeddings_layernorm"},
          .finalNorm = "ln_f",
          .head = HeadPlan{.words = {"lm_head"}},
          .causal = true,
          .maxTokens = config.numberOr("seq_length", 2048, 1, kMostTokens)};
}

}  // namespace headscope
