#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planGpt2(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("n_embd", 1, kMostWidth);
  readHeads(config, "n_head", "n_embd", block);
  block.dFeedForward = config.numberOr("n_inner", 4 * block.dModel, 1, 4 * kMostWidth);
  block.normEpsilon = config.realOr("layer_norm_epsilon", 1e-5F);
  block.activation = readActivation(config, "activation_function", "gelu_new");
  block.placement = NormPlacement::pre;
  if (!config.flagOr("scale_attn_weights", true)) {
    block.score.scale = 1;
  }
  if (config.flagOr("add_cross_attention", false)) {
    config.fail(FamilyError::unsupportedOption, "add_cross_attention",
                "a GPT-2 that reads an encoder is not supported");
  }
  const int layers = config.number("n_layer", 1, kMostLayers);
  const LinearForm inOut{.weight = LinearForm::Weight::inOut};
  FamilyPlan plan{.family = "GPT-2",
                  .prefixes = {"", "transformer."},
                  .layers = layersAlike(block, layers),
                  .block = {.prefix = numbered("h."),
                            .projections = {"attn.c_attn"},
                            .projectionForm = inOut,
                            .output = "attn.c_proj",
                            .outputForm = inOut,
                            .up = {"mlp.c_fc"},
                            .down = "mlp.c_proj",
                            .feedForwardForm = inOut,
                            .attentionNorm = "ln_1",
                            .feedForwardNorm = "ln_2"},
                  .embedding = {.words = "wte",
                                .wordRows = config.number("vocab_size", 1, kMostWords),
                                .dWord = block.dModel,
                                .positions = "wpe",
                                .positionRows = config.numberOr(
                                    "n_positions", config.numberOr("n_ctx", 1024, 1, kMostTokens),
                                    1, kMostTokens)},
                  .finalNorm = "ln_f",
                  .head = HeadPlan{.words = {"lm_head"}},
                  .causal = true};
  if (config.flagOr("scale_attn_by_inverse_layer_idx", false)) {
    for (std::size_t layer = 0; layer < plan.layers.size(); ++layer) {
      ScoreRule& score = plan.layers[layer].score;
      score.scale = score.scaleFor(block.dK) / static_cast<float>(layer + 1);
    }
  }
  return plan;
}

}  // namespace headscope
