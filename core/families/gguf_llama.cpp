#include <algorithm>
#include <cmath>
#include <vector>

#include "families/gguf_plans.h"
#include "families/gguf_sizes.h"
#include "families/limits.h"

namespace headscope {
namespace {

// The factors by which llama.cpp's converter has stretched the turns for Llama 3: frequency c is
// divided by the c-th.
void divideFrequencies(ConfigReader& config, const TensorStore& tensors, Rotary& rotary) {
  constexpr const char* kFactors = "rope_freqs.weight";
  const auto factors = tensors.find(kFactors);
  if (!factors) {
    return;
  }
  if (factors->shape.size() != 1 || factors->shape[0] != rotary.frequencies.size()) {
    config.fail(FamilyError::tensorShape, kFactors,
                "expected " + std::to_string(rotary.frequencies.size()) + " factors");
    return;
  }
  if (!tensors.readable(*factors)) {
    config.fail(FamilyError::tensorShape, kFactors, "the factors cannot be read");
    return;
  }
  std::vector<float> values(rotary.frequencies.size());
  tensors.read(*factors, 0, values);
  for (std::size_t c = 0; c < values.size(); ++c) {
    if (!(values[c] > 0)) {
      config.fail(FamilyError::keyOutOfRange, kFactors,
                  "factor " + std::to_string(c) + " is not above 0");
      return;
    }
    rotary.frequencies[c] /= values[c];
  }
}

// As llama.cpp does, a factor without a kind is taken for a linear one.
void scaleFrequencies(ConfigReader& config, Rotary& rotary) {
  constexpr const char* kFactor = "rope.scaling.factor";
  constexpr const char* kOlder = "rope.scale_linear";
  const char* key = config.has(kOlder) && !config.has(kFactor) ? kOlder : kFactor;
  const std::string kind = config.textOr("rope.scaling.type", config.has(key) ? "linear" : "none");
  if (kind == "linear") {
    stretchLinearly(rotary, config.realAtLeast(key, 1));
  } else if (kind != "none") {
    config.fail(FamilyError::unsupportedOption, "rope.scaling.type",
                "rotary positions of the kind '" + kind + "' are not supported",
                "Supported are: none, linear");
  }
}

std::shared_ptr<const Rotary> readGgufRotary(ConfigReader& config, const TensorStore& tensors,
                                             int dK) {
  const int turning = config.numberOr("rope.dimension_count", dK, 2, dK);
  const float base = config.realOr("rope.freq_base", 10000);
  if (turning % 2 != 0 || !(base >= 1)) {
    config.fail(FamilyError::keyOutOfRange,
                turning % 2 != 0 ? "rope.dimension_count" : "rope.freq_base",
                turning % 2 != 0 ? "expected an even number" : "expected at least 1");
    return nullptr;
  }
  auto rotary = std::make_shared<Rotary>(headscope::rotary(turning, base));
  scaleFrequencies(config, *rotary);
  divideFrequencies(config, tensors, *rotary);
  return rotary;
}

FamilyPlan planGgufLikeLlama(ConfigReader& config, const TensorStore& tensors, std::string family) {
  BlockConfig block;
  readGgufSizes(config, block);
  block.rotary = readGgufRotary(config, tensors, block.dK);
  block.normEpsilon = config.realOr("attention.layer_norm_rms_epsilon", 1e-5F);
  block.norm = NormKind::rmsNorm;
  block.placement = NormPlacement::pre;
  block.feedForward = FeedForward::gated;
  block.activation = Activation::silu;
  if (const int window = config.numberOr("attention.sliding_window", 0, 0, kMostTokens);
      window > 0) {
    block.score.reach.back = window - 1;
  }
  const int layers = config.number("block_count", 1, kMostLayers);
  // Of Llama any of these may have biases, and the metadata do not say so.
  const auto formOf = [&tensors](const char* name) {
    const bool biased = tensors.find("blk.0." + std::string(name) + ".bias").has_value();
    return LinearForm{.bias = biased ? Bias::present : Bias::none};
  };
  return {.family = std::move(family),
          .prefixes = {""},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("blk."),
                    .projections = {"attn_q", "attn_k", "attn_v"},
                    .projectionForm = formOf("attn_q"),
                    .output = "attn_output",
                    .outputForm = formOf("attn_output"),
                    .up = {"ffn_gate", "ffn_up"},
                    .down = "ffn_down",
                    .feedForwardForm = formOf("ffn_up"),
                    .attentionNorm = "attn_norm",
                    .feedForwardNorm = "ffn_norm"},
          .embedding = ggufWords(config, tensors, block.dModel),
          .finalNorm = "output_norm",
          .normBias = Bias::none,
          .head = HeadPlan{.words = {"output"}},
          .causal = config.flagOr("attention.causal", true),
          .maxTokens = config.numberOr("context_length", 2048, 1, kMostTokens)};
}

}  // namespace

FamilyPlan planGgufLlama(ConfigReader& config, const TensorStore& tensors) {
  FamilyPlan plan = planGgufLikeLlama(config, tensors, "Llama");
  plan.block.rotaryOrder = RotaryOrder::alternating;
  const BlockConfig& block = plan.layers.front();
  if (config.numberOr("rope.dimension_count", block.dK, 2, block.dK) != block.dK) {
    config.fail(FamilyError::unsupportedOption, "rope.dimension_count",
                "heads of which only a part turns are not supported in this family");
  }
  if (config.numberOr("expert_count", 0, 0, kMostWidth) > 0) {
    config.fail(FamilyError::unsupportedOption, "expert_count",
                "a mixture of experts is not supported");
  }
  return plan;
}

FamilyPlan planGgufQwen2(ConfigReader& config, const TensorStore& tensors) {
  FamilyPlan plan = planGgufLikeLlama(config, tensors, "Qwen 2");
  plan.block.projectionForm.bias = Bias::present;
  return plan;
}

}  // namespace headscope
