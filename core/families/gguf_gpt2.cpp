#include "families/gguf_plans.h"
#include "families/gguf_sizes.h"
#include "families/limits.h"

namespace headscope {

FamilyPlan planGgufGpt2(ConfigReader& config, const TensorStore& tensors) {
  BlockConfig block;
  readGgufSizes(config, block);
  block.normEpsilon = config.realOr("attention.layer_norm_epsilon", 1e-5F);
  block.activation = Activation::geluTanh;
  block.placement = NormPlacement::pre;
  EmbeddingPlan embedding = ggufWords(config, tensors, block.dModel);
  embedding.positions = "position_embd";
  embedding.positionRows = config.number("context_length", 1, kMostTokens);
  return {.family = "GPT-2",
          .prefixes = {""},
          .layers = layersAlike(block, config.number("block_count", 1, kMostLayers)),
          .block = {.prefix = numbered("blk."),
                    .projections = {"attn_qkv"},
                    .output = "attn_output",
                    .up = {"ffn_up"},
                    .down = "ffn_down",
                    .attentionNorm = "attn_norm",
                    .feedForwardNorm = "ffn_norm"},
          .embedding = std::move(embedding),
          .finalNorm = "output_norm",
          .head = HeadPlan{.words = {"output"}},
          .causal = config.flagOr("attention.causal", true)};
}

}  // namespace headscope
