#include <array>
#include <memory>
#include <string_view>

#include "families/activation_names.h"
#include "families/head_sizes.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {
namespace {

// What a config may say; the first one where it says nothing.
constexpr std::array kNorms = {NormKind::layerNorm, NormKind::rmsNorm};
constexpr std::array kPlacements = {NormPlacement::pre, NormPlacement::post, NormPlacement::none};
constexpr std::array kPositions = {PositionKind::learned, PositionKind::sinusoidInterleaved,
                                   PositionKind::rotary, PositionKind::alibi, PositionKind::none};

std::string_view normName(NormKind norm) {
  return norm == NormKind::layerNorm ? "layer_norm" : "rms_norm";
}

template <typename T, std::size_t kCount>
T choose(ConfigReader& config, const char* key, const std::array<T, kCount>& choices,
         std::string_view (*nameOf)(T)) {
  const std::string chosen = config.textOr(key, std::string(nameOf(choices.front())));
  std::string names;
  for (const T choice : choices) {
    if (chosen == nameOf(choice)) {
      return choice;
    }
    names.append(names.empty() ? "" : ", ").append(nameOf(choice));
  }
  config.fail(FamilyError::unsupportedOption, key, "'" + chosen + "' is none of " + names);
  return choices.front();
}

}  // namespace

FamilyPlan planHeadscope(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  block.heads = config.number("num_attention_heads", 1, kMostWidth);
  block.dK = config.number("head_dim", 1, kMostWidth);
  checkHeadsWidth(config, block);
  block.dFeedForward = config.numberOr("intermediate_size", 4 * block.dModel, 0, kMostWidth);
  block.activation = readActivation(config, "hidden_act", "gelu");
  block.norm = choose(config, "norm", kNorms, normName);
  block.placement = choose(config, "norm_placement", kPlacements, normPlacementName);
  block.normEpsilon = config.realOr("norm_eps", 1e-5F);
  const PositionKind positions = choose(config, "positions", kPositions, positionKindName);
  if (positions == PositionKind::rotary) {
    if (block.dK % 2 != 0) {
      config.fail(FamilyError::unsupportedOption, "head_dim",
                  "rotary positions turn pairs of dimensions, and it is odd");
    }
    const float base = config.realOr("rope_theta", 10000);
    if (!(base >= 1)) {
      config.fail(FamilyError::keyOutOfRange, "rope_theta", "expected at least 1");
    }
    block.rotary = std::make_shared<const Rotary>(rotary(block.dK, base));
  }
  if (positions == PositionKind::alibi) {
    block.score.bias =
        std::make_shared<const DistanceBias>(AlibiBias{.slopes = alibiSlopes(block.heads)});
  }
  const bool added =
      positions == PositionKind::learned || positions == PositionKind::sinusoidInterleaved;
  const int words = config.number("vocab_size", 1, kMostWords);
  const int given = config.numberOr("given_size", 0, 0, kMostWidth);
  const int layers = config.number("num_hidden_layers", 1, kMostLayers);
  const int longest = config.number("max_position_embeddings", 1, kMostTokens);
  const bool norms = block.placement != NormPlacement::none;
  return {
      .family = "Playground",
      .prefixes = {""},
      .layers = layersAlike(block, layers),
      .block = {.prefix = numbered("blocks."),
                .projections = {"query_key_value"},
                .output = "output",
                .up = {"up"},
                .down = "down",
                .attentionNorm = norms ? "attention_norm" : "",
                .feedForwardNorm = norms ? "feed_forward_norm" : ""},
      .embedding = {.words = "words",
                    .wordRows = words,
                    .dWord = given > 0 ? given : block.dModel,
                    .wordProjection = given > 0 ? "words_in" : "",
                    .positions = positions == PositionKind::learned ? "positions" : "",
                    .positionRows = added ? longest : 0,
                    .sinusoids = positions == PositionKind::sinusoidInterleaved
                                     ? positions
                                     : PositionKind::none},
      .finalNorm = block.placement == NormPlacement::pre ? "final_norm" : "",
      .normBias = block.norm == NormKind::layerNorm ? Bias::present : Bias::none,
      .head = given > 0 ? HeadPlan{.wordProjection = "answers"} : HeadPlan{.words = {"answers"}},
      .causal = config.flagOr("is_causal", false),
      .maxTokens = longest};
}

}  // namespace headscope
