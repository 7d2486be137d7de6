#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "families/activation_names.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {
namespace {

const LinearForm kPlain{.bias = Bias::none};

BlockNames namesOf(const std::string& stack, const char* feedForward, FeedForward kind) {
  const std::string within = std::string("layer.") + feedForward + ".DenseReluDense.";
  const bool gated = kind == FeedForward::gated;
  return {.prefix = numbered(stack + ".block."),
          .projections = {"layer.0.SelfAttention.q", "layer.0.SelfAttention.k",
                          "layer.0.SelfAttention.v"},
          .projectionForm = kPlain,
          .output = "layer.0.SelfAttention.o",
          .outputForm = kPlain,
          .up = gated ? std::vector<std::string>{within + "wi_0", within + "wi_1"}
                      : std::vector<std::string>{within + "wi"},
          .down = within + "wo",
          .feedForwardForm = kPlain,
          .attentionNorm = "layer.0.layer_norm",
          .feedForwardNorm = std::string("layer.") + feedForward + ".layer_norm"};
}

// "relu", "gated-gelu" (which is gelu_new), "gated-silu".
void readFeedForward(ConfigReader& config, BlockConfig& block) {
  const std::string said = config.textOr("feed_forward_proj", "relu");
  const std::string gate = "gated-";
  block.feedForward = said.starts_with(gate) ? FeedForward::gated : FeedForward::plain;
  const std::string named = said.starts_with(gate) ? said.substr(gate.size()) : said;
  const nlohmann::json activation = {{"feed_forward_proj", named == "gelu" ? "gelu_new" : named}};
  ConfigReader reader(activation, config.file());
  block.activation = readActivation(reader, "feed_forward_proj", "relu");
  if (const auto ok = reader.result(); !ok) {
    config.fail(FamilyError::unsupportedOption, "feed_forward_proj", ok.error().problem,
                ok.error().remedy);
  }
}

// Saved as T5EncoderModel, whose files have nothing of a decoder.
bool isEncoderAlone(ConfigReader& config) {
  const std::vector<std::string> names = config.texts("architectures");
  return !config.flagOr("is_encoder_decoder", true) ||
         std::find(names.begin(), names.end(), "T5EncoderModel") != names.end();
}

}  // namespace

FamilyPlan planT5(ConfigReader& config) {
  BlockConfig block;
  block.dModel = config.number("d_model", 1, kMostWidth);
  block.heads = config.number("num_heads", 1, kMostWidth);
  block.dK = config.number("d_kv", 1, kMostWidth);
  block.dFeedForward = config.number("d_ff", 1, 4 * kMostWidth);
  block.score.kind = ScoreKind::dot;
  block.norm = NormKind::rmsNorm;
  block.placement = NormPlacement::pre;
  block.normEpsilon = config.realOr("layer_norm_epsilon", 1e-6F);
  readFeedForward(config, block);
  const int layers = config.number("num_layers", 1, kMostLayers);
  const int buckets = config.numberOr("relative_attention_num_buckets", 32, 4, 4096);
  const int maxDistance =
      config.numberOr("relative_attention_max_distance", 128, buckets, kMostTokens);
  const auto distances = [&](const std::string& stack, BucketKind kind) {
    return DistanceTable{.name = stack + ".block.0.layer.0.SelfAttention.relative_attention_bias",
                         .buckets = buckets,
                         .maxDistance = maxDistance,
                         .kind = kind};
  };
  BlockConfig writing = block;
  writing.cross = ScoreRule{.kind = ScoreKind::dot};
  const EmbeddingPlan embedding{.words = "shared",
                                .wordRows = config.number("vocab_size", 1, kMostWords),
                                .dWord = block.dModel};
  DecoderPlan decoder{
      .layers = layersAlike(writing, config.numberOr("num_decoder_layers", layers, 1, kMostLayers)),
      .block = namesOf("decoder", "2", block.feedForward),
      .embedding = embedding,
      .finalNorm = "decoder.final_layer_norm",
      .distances = distances("decoder", BucketKind::backwards),
      .startToken =
          config.numberOr("decoder_start_token_id",
                          config.numberOr("pad_token_id", 0, 0, kMostWords), 0, kMostWords)};
  decoder.block.cross = {"layer.1.EncDecAttention.q", "layer.1.EncDecAttention.k",
                         "layer.1.EncDecAttention.v", "layer.1.EncDecAttention.o"};
  decoder.block.crossNorm = "layer.1.layer_norm";
  FamilyPlan plan{.family = "T5",
                  .prefixes = {"", "transformer."},
                  .layers = layersAlike(block, layers),
                  .block = namesOf("encoder", "1", block.feedForward),
                  .embedding = embedding,
                  .finalNorm = "encoder.final_layer_norm",
                  .distances = distances("encoder", BucketKind::bothDirections),
                  .decoder = std::move(decoder),
                  .normBias = Bias::none,
                  .head = HeadPlan{.words = {"lm_head"},
                                   .scale = 1 / std::sqrt(static_cast<float>(block.dModel))},
                  .maxTokens = config.numberOr("n_positions", 512, 1, kMostTokens)};
  if (isEncoderAlone(config)) {
    plan.decoder.reset();
    plan.head.reset();
  }
  return plan;
}

}  // namespace headscope
