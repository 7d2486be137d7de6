#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {
namespace {

PatchPlan patchesOf(ConfigReader& config) {
  const int image = config.numberOr("image_size", 224, 1, kMostImageSide);
  const int patch = config.numberOr("patch_size", 16, 1, kMostImageSide);
  if (patch > image) {
    config.fail(FamilyError::keyOutOfRange, "patch_size",
                "patches of " + std::to_string(patch) + " do not fit in an image of " +
                    std::to_string(image));
  }
  const int channels = config.numberOr("num_channels", 3, 1, kMostWidth);
  if (channels != 3) {
    config.fail(
        FamilyError::unsupportedOption, "num_channels",
        "images of " + std::to_string(channels) + " channels are not supported, only 3 are");
  }
  return {.imageSize = image,
          .patchSize = patch,
          .channels = channels,
          .classToken = "embeddings.cls_token",
          .positions = "embeddings.position_embeddings",
          .projection = "embeddings.patch_embeddings.projection"};
}

}  // namespace

FamilyPlan planVit(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  readHeads(config, "num_attention_heads", "hidden_size", block);
  block.dFeedForward = config.number("intermediate_size", 1, kMostWidth);
  block.normEpsilon = config.realOr("layer_norm_eps", 1e-12F);
  block.activation = readActivation(config, "hidden_act", "gelu");
  block.placement = NormPlacement::pre;
  const int layers = config.number("num_hidden_layers", 1, kMostLayers);
  const Bias projectionBias = config.flagOr("qkv_bias", true) ? Bias::present : Bias::none;
  return {.family = "ViT",
          .prefixes = {"", "vit.", "deit."},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("encoder.layer."),
                    .projections = {"attention.attention.query", "attention.attention.key",
                                    "attention.attention.value"},
                    .projectionForm = {.bias = projectionBias},
                    .output = "attention.output.dense",
                    .up = {"intermediate.dense"},
                    .down = "output.dense",
                    .attentionNorm = "layernorm_before",
                    .feedForwardNorm = "layernorm_after"},
          .patches = patchesOf(config),
          .outputNorm = "layernorm"};
}

FamilyPlan planDeit(ConfigReader& config) {
  FamilyPlan plan = planVit(config);
  plan.family = "DeiT";
  plan.patches->distillationToken = "embeddings.distillation_token";
  return plan;
}

}  // namespace headscope
