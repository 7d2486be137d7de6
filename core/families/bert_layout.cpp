#include "families/bert_layout.h"

#include <utility>

#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"

namespace headscope {

FamilyPlan planLikeBert(ConfigReader& config, std::string family,
                        std::vector<std::string> prefixes) {
  BlockConfig block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  readHeads(config, "num_attention_heads", "hidden_size", block);
  block.dFeedForward = config.number("intermediate_size", 1, kMostWidth);
  block.normEpsilon = config.realOr("layer_norm_eps", 1e-12F);
  block.activation = readActivation(config, "hidden_act", "gelu");
  const int layers = config.number("num_hidden_layers", 1, kMostLayers);
  EmbeddingPlan embedding{.words = "embeddings.word_embeddings",
                          .wordRows = config.number("vocab_size", 1, kMostWords),
                          .dWord = config.numberOr("embedding_size", block.dModel, 1, kMostWidth),
                          .positions = "embeddings.position_embeddings",
                          .positionRows = config.number("max_position_embeddings", 1, kMostTokens),
                          .types = "embeddings.token_type_embeddings",
                          .typeRows = config.numberOr("type_vocab_size", 2, 0, kMostTokens),
                          .norm = "embeddings.LayerNorm"};
  const std::string positions = config.textOr("position_embedding_type", "absolute");
  if (positions != "absolute") {
    config.fail(FamilyError::unsupportedOption, "position_embedding_type",
                "'" + positions + "' is not supported, only absolute positions are");
  }
  for (const char* flag : {"is_decoder", "add_cross_attention"}) {
    if (config.flagOr(flag, false)) {
      config.fail(FamilyError::unsupportedOption, flag,
                  "a " + family + " that decodes is not supported");
    }
  }
  return {.family = std::move(family),
          .prefixes = std::move(prefixes),
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("encoder.layer."),
                    .projections = {"attention.self.query", "attention.self.key",
                                    "attention.self.value"},
                    .output = "attention.output.dense",
                    .up = {"intermediate.dense"},
                    .down = "output.dense",
                    .attentionNorm = "attention.output.LayerNorm",
                    .feedForwardNorm = "output.LayerNorm"},
          .embedding = std::move(embedding)};
}

}  // namespace headscope
