#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planDistilBert(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("dim", 1, kMostWidth);
  readHeads(config, "n_heads", "dim", block);
  block.dFeedForward = config.number("hidden_dim", 1, kMostWidth);
  block.activation = readActivation(config, "activation", "gelu");
  const int layers = config.number("n_layers", 1, kMostLayers);
  return {.family = "DistilBERT",
          .prefixes = {"", "distilbert."},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("transformer.layer."),
                    .projections = {"attention.q_lin", "attention.k_lin", "attention.v_lin"},
                    .output = "attention.out_lin",
                    .up = {"ffn.lin1"},
                    .down = "ffn.lin2",
                    .attentionNorm = "sa_layer_norm",
                    .feedForwardNorm = "output_layer_norm"},
          .embedding = {.words = "embeddings.word_embeddings",
                        .wordRows = config.number("vocab_size", 1, kMostWords),
                        .dWord = block.dModel,
                        .positions = "embeddings.position_embeddings",
                        .positionRows = config.number("max_position_embeddings", 1, kMostTokens),
                        .norm = "embeddings.LayerNorm"},
          .head = HeadPlan{.dense = "vocab_transform",
                           .activation = block.activation,
                           .norm = "vocab_layer_norm",
                           .words = {"vocab_projector"},
                           .bias = "vocab_projector.bias"}};
}

}  // namespace headscope
