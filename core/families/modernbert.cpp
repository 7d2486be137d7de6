#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"
#include "families/rope_config.h"

namespace headscope {

FamilyPlan planModernBert(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  readHeads(config, "num_attention_heads", "hidden_size", block);
  block.dFeedForward = config.number("intermediate_size", 1, kMostWidth);
  block.feedForward = FeedForward::gated;
  block.normEpsilon = config.realOr("norm_eps", 1e-5F);
  block.activation = readActivation(config, "hidden_activation", "gelu");
  block.placement = NormPlacement::pre;
  const int layers = config.number("num_hidden_layers", 1, kMostLayers);
  const auto biasOf = [&config](const char* key) {
    return config.flagOr(key, false) ? Bias::present : Bias::none;
  };
  FamilyPlan plan{
      .family = "ModernBERT",
      .prefixes = {"", "model."},
      .layers = layersAlike(block, layers),
      .block = {.prefix = numbered("layers."),
                .projections = {"attn.Wqkv"},
                .projectionForm = {.bias = biasOf("attention_bias")},
                .output = "attn.Wo",
                .outputForm = {.bias = biasOf("attention_bias")},
                .up = {"mlp.Wi"},
                .down = "mlp.Wo",
                .feedForwardForm = {.bias = biasOf("mlp_bias")},
                .attentionNorm = "attn_norm",
                .feedForwardNorm = "mlp_norm",
                .firstAttentionNorm = 1},
      .embedding = {.words = "embeddings.tok_embeddings",
                    .wordRows = config.number("vocab_size", 1, kMostWords),
                    .dWord = block.dModel,
                    .norm = "embeddings.norm"},
      .finalNorm = "final_norm",
      .normBias = biasOf("norm_bias"),
      .head = HeadPlan{.dense = "head.dense",
                       .activation = readActivation(config, "classifier_activation", "gelu"),
                       .denseBias = biasOf("classifier_bias"),
                       .norm = "head.norm",
                       .words = {"decoder"},
                       .bias = "decoder.bias"},
      .maxTokens = config.numberOr("max_position_embeddings", 8192, 1, kMostTokens)};

  // Every so many layers see all, the others half of local_attention on either side; the two kinds
  // turn by angles of their own. Newer files say each layer's kind.
  const int every = config.numberOr("global_attn_every_n_layers", 3, 1, kMostLayers);
  const int reach = config.numberOr("local_attention", 128, 1, kMostTokens) / 2;
  ConfigReader rope = config.section("rope_parameters");
  const auto global = readRotarySection(rope.section("full_attention"), block.dK,
                                        {.base = config.realOr("global_rope_theta", 160000)});
  const auto local = readRotarySection(rope.section("sliding_attention"), block.dK,
                                       {.base = config.realOr("local_rope_theta", 10000)});
  const std::vector<std::string> types = config.texts("layer_types");
  for (int layer = 0; layer < layers; ++layer) {
    const auto place = static_cast<std::size_t>(layer);
    const bool seesAll =
        place < types.size() ? types[place] == "full_attention" : layer % every == 0;
    plan.layers[place].rotary = seesAll ? global : local;
    if (!seesAll) {
      plan.layers[place].score.reach = {.back = reach, .ahead = reach};
    }
  }
  return plan;
}

}  // namespace headscope
