#include "families/bart_layout.h"

#include <cmath>
#include <utility>

#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"

namespace headscope {
namespace {

// One of "encoder" and "decoder".
BlockConfig readStack(ConfigReader& config, const std::string& stack) {
  BlockConfig block;
  block.dModel = config.number("d_model", 1, kMostWidth);
  readHeads(config, (stack + "_attention_heads").c_str(), "d_model", block);
  block.dFeedForward = config.number((stack + "_ffn_dim").c_str(), 1, 4 * kMostWidth);
  block.normEpsilon = 1e-5F;
  return block;
}

BlockNames namesOf(const std::string& stack) {
  return {.prefix = numbered(stack + ".layers."),
          .projections = {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"},
          .output = "self_attn.out_proj",
          .up = {"fc1"},
          .down = "fc2",
          .attentionNorm = "self_attn_layer_norm",
          .feedForwardNorm = "final_layer_norm"};
}

}  // namespace

FamilyPlan planLikeBart(ConfigReader& config, std::string family) {
  BlockConfig encoder = readStack(config, "encoder");
  BlockConfig decoder = readStack(config, "decoder");
  encoder.activation = readActivation(config, "activation_function", "gelu");
  decoder.activation = encoder.activation;
  decoder.cross = ScoreRule{};
  const bool scaled = config.flagOr("scale_embedding", false);
  const EmbeddingPlan embedding{
      .words = "shared",
      .wordRows = config.number("vocab_size", 1, kMostWords),
      .dWord = encoder.dModel,
      .scale = scaled ? std::sqrt(static_cast<float>(encoder.dModel)) : 1.0F};
  DecoderPlan decoderPlan;
  decoderPlan.layers = layersAlike(decoder, config.number("decoder_layers", 1, kMostLayers));
  decoderPlan.block = namesOf("decoder");
  decoderPlan.embedding = embedding;
  decoderPlan.startToken = config.number("decoder_start_token_id", 0, kMostWords);
  decoderPlan.block.cross = {"encoder_attn.q_proj", "encoder_attn.k_proj", "encoder_attn.v_proj",
                             "encoder_attn.out_proj"};
  decoderPlan.block.crossNorm = "encoder_attn_layer_norm";
  return {.family = std::move(family),
          .prefixes = {"model.", ""},
          .layers = layersAlike(encoder, config.number("encoder_layers", 1, kMostLayers)),
          .block = namesOf("encoder"),
          .embedding = embedding,
          .decoder = std::move(decoderPlan),
          .head = HeadPlan{.words = {"lm_head"}, .bias = "final_logits_bias"}};
}

}  // namespace headscope
