#include "families/gguf_plans.h"
#include "families/gguf_sizes.h"
#include "families/limits.h"

namespace headscope {

// Also RoBERTa, of whose position table the converter has taken the rows before the first position.
FamilyPlan planGgufBert(ConfigReader& config, const TensorStore& tensors) {
  BlockConfig block;
  readGgufSizes(config, block);
  block.normEpsilon = config.realOr("attention.layer_norm_epsilon", 1e-12F);
  block.activation = Activation::geluErf;
  if (config.flagOr("attention.causal", false)) {
    config.fail(FamilyError::unsupportedOption, "attention.causal",
                "a BERT that decodes is not supported");
  }
  const auto rowsOf = [&](const char* name, int fallback) {
    const auto table = tensors.find(name);
    if (table && table->shape.size() == 1) {
      return 1;  // an outer dimension of 1 may be left out
    }
    const bool known = table && table->shape.size() == 2 && table->shape[0] >= 1 &&
                       table->shape[0] <= static_cast<std::uint64_t>(kMostTokens);
    return known ? static_cast<int>(table->shape[0]) : fallback;
  };
  EmbeddingPlan embedding = ggufWords(config, tensors, block.dModel);
  embedding.positions = "position_embd";
  embedding.positionRows =
      rowsOf("position_embd.weight", config.numberOr("context_length", 512, 1, kMostTokens));
  embedding.types = "token_types";
  embedding.typeRows = rowsOf("token_types.weight", 0);
  embedding.norm = "token_embd_norm";
  return {.family = "BERT",
          .prefixes = {""},
          .layers = layersAlike(block, config.number("block_count", 1, kMostLayers)),
          .block = {.prefix = numbered("blk."),
                    .projections = {"attn_q", "attn_k", "attn_v"},
                    .output = "attn_output",
                    .up = {"ffn_up"},
                    .down = "ffn_down",
                    .attentionNorm = "attn_output_norm",
                    .feedForwardNorm = "layer_output_norm"},
          .embedding = std::move(embedding)};
}

}  // namespace headscope
