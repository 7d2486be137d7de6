#include "families/llama_layout.h"

#include <utility>

#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/rope_config.h"

namespace headscope {

FamilyPlan planLikeLlama(ConfigReader& config, std::string family) {
  BlockConfig block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  readGroupedHeads(config, block);
  block.dFeedForward = config.number("intermediate_size", 1, kMostWidth);
  block.feedForward = FeedForward::gated;
  block.normEpsilon = config.realOr("rms_norm_eps", 1e-6F);
  block.norm = NormKind::rmsNorm;
  block.activation = readActivation(config, "hidden_act", "silu");
  block.placement = NormPlacement::pre;
  block.rotary = readRotary(config, block.dK);
  const int layers = config.number("num_hidden_layers", 1, kMostLayers);
  const auto form = [&config](const char* key) {
    return LinearForm{.bias = config.flagOr(key, false) ? Bias::present : Bias::none};
  };
  return {.family = std::move(family),
          .prefixes = {"", "model."},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("layers."),
                    .projections = {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"},
                    .projectionForm = form("attention_bias"),
                    .output = "self_attn.o_proj",
                    .outputForm = form("attention_bias"),
                    .up = {"mlp.gate_proj", "mlp.up_proj"},
                    .down = "mlp.down_proj",
                    .feedForwardForm = form("mlp_bias"),
                    .attentionNorm = "input_layernorm",
                    .feedForwardNorm = "post_attention_layernorm"},
          .embedding = {.words = "embed_tokens",
                        .wordRows = config.number("vocab_size", 1, kMostWords),
                        .dWord = block.dModel},
          .finalNorm = "norm",
          .normBias = Bias::none,
          .head = HeadPlan{.words = {"lm_head"}},
          .causal = true,
          .maxTokens = config.numberOr("max_position_embeddings", 2048, 1, kMostTokens)};
}

void setWindows(ConfigReader& config, FamilyPlan& plan, int window,
                const std::function<bool(int layer)>& slides) {
  const std::vector<std::string> types = config.texts("layer_types");
  if (!types.empty() && types.size() != plan.layers.size()) {
    config.fail(FamilyError::keyOutOfRange, "layer_types",
                "expected one for each of " + std::to_string(plan.layers.size()) +
                    " layers, found " + std::to_string(types.size()));
    return;
  }
  for (std::size_t layer = 0; layer < plan.layers.size(); ++layer) {
    bool slidesHere = slides(static_cast<int>(layer));
    if (!types.empty()) {
      slidesHere = types[layer] == "sliding_attention";
      if (!slidesHere && types[layer] != "full_attention") {
        config.fail(FamilyError::unsupportedOption, "layer_types",
                    "layers of the type '" + types[layer] + "' are not supported");
      }
    }
    if (slidesHere) {
      plan.layers[layer].score.reach.back = window - 1;
    }
  }
}

void readQwenWindows(ConfigReader& config, FamilyPlan& plan) {
  if (config.flagOr("use_sliding_window", false)) {
    const int window = config.number("sliding_window", 1, kMostTokens);
    const int first = config.numberOr("max_window_layers", 28, 0, kMostLayers);
    setWindows(config, plan, window, [first](int layer) { return layer >= first; });
  }
}

}  // namespace headscope
