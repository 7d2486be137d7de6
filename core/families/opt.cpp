#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planOpt(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  readHeads(config, "num_attention_heads", "hidden_size", block);
  block.dFeedForward = config.number("ffn_dim", 1, kMostWidth);
  block.normEpsilon = 1e-5F;
  block.activation = readActivation(config, "activation_function", "relu");
  const bool normsFirst = config.flagOr("do_layer_norm_before", true);
  block.placement = normsFirst ? NormPlacement::pre : NormPlacement::post;
  const int layers = config.number("num_hidden_layers", 1, kMostLayers);
  const LinearForm form{.bias = config.flagOr("enable_bias", true) ? Bias::present : Bias::none};
  if (!config.flagOr("layer_norm_elementwise_affine", true)) {
    config.fail(FamilyError::unsupportedOption, "layer_norm_elementwise_affine",
                "norms without weights are not supported");
  }
  constexpr int kOffset = 2;  // rows of the table before position 0
  const int words = config.numberOr("word_embed_proj_dim", block.dModel, 1, kMostWidth);
  const bool projects = words != block.dModel;
  const bool normsLast = normsFirst && !config.flagOr("_remove_final_layer_norm", false);
  return {.family = "OPT",
          .prefixes = {"", "model.", "decoder.", "model.decoder."},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("layers."),
                    .projections = {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"},
                    .projectionForm = form,
                    .output = "self_attn.out_proj",
                    .outputForm = form,
                    .up = {"fc1"},
                    .down = "fc2",
                    .feedForwardForm = form,
                    .attentionNorm = "self_attn_layer_norm",
                    .feedForwardNorm = "final_layer_norm"},
          .embedding = {.words = "embed_tokens",
                        .wordRows = config.number("vocab_size", 1, kMostWords),
                        .dWord = words,
                        .wordProjection = projects ? "project_in" : "",
                        .positions = "embed_positions",
                        .positionRows =
                            config.number("max_position_embeddings", 1, kMostTokens) + kOffset,
                        .positionRule = PositionRule::unmasked,
                        .positionOffset = kOffset},
          .finalNorm = normsLast ? "final_layer_norm" : "",
          .head = HeadPlan{.wordProjection = projects ? "project_out" : "", .words = {"lm_head"}},
          .causal = true};
}

}  // namespace headscope
