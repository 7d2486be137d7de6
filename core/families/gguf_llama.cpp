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
  const std::string kind = config.textOr("rope.scaling.type", "none");
  if (kind == "linear") {
    stretchLinearly(*rotary, config.realAtLeast("rope.scaling.factor", 1));
  } else if (kind != "none") {
    config.fail(FamilyError::unsupportedOption, "rope.scaling.type",
                "rotary positions of the kind '" + kind + "' are not supported",
                "Supported are: none, linear");
  } else if (config.has("rope.scale_linear")) {  // what older converters wrote
    stretchLinearly(*rotary, config.realAtLeast("rope.scale_linear", 1));
  }
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
  if (config.has("attention.sliding_window")) {
    block.score.reach.back = config.number("attention.sliding_window", 1, kMostTokens) - 1;
  }
  const int layers = config.number("block_count", 1, kMostLayers);
  const LinearForm plain{.bias = Bias::none};
  return {.family = std::move(family),
          .prefixes = {""},
          .layers = layersAlike(block, layers),
          .block = {.prefix = numbered("blk."),
                    .projections = {"attn_q", "attn_k", "attn_v"},
                    .projectionForm = plain,
                    .output = "attn_output",
                    .outputForm = plain,
                    .up = {"ffn_gate", "ffn_up"},
                    .down = "ffn_down",
                    .feedForwardForm = plain,
                    .attentionNorm = "attn_norm",
                    .feedForwardNorm = "ffn_norm"},
          .embedding = ggufWords(config, tensors, block.dModel),
          .finalNorm = "output_norm",
          .normBias = Bias::none,
          .head = HeadPlan{.words = {"output"}},
          .causal = true,
          .maxTokens = config.numberOr("context_length", 2048, 1, kMostTokens)};
}

}  // namespace

FamilyPlan planGgufLlama(ConfigReader& config, const TensorStore& tensors) {
  FamilyPlan plan = planGgufLikeLlama(config, tensors, "Llama");
  plan.block.rotaryOrder = RotaryOrder::alternating;
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
