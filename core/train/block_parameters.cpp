#include "train/block_parameters.h"

namespace headscope {

LinearPlaces PlaceMaker::linear(const std::string& name, Index in, Index out, bool bias) {
  const LinearPlaces places{.weight = layout_.add(name + ".weight", in, out, Decay::yes),
                            .bias = layout_.add(name + ".bias", bias ? 1 : 0, out, Decay::no),
                            .index = linears_.size()};
  linears_.push_back(places.weight);
  return places;
}

NormPlaces PlaceMaker::norm(const std::string& name, NormKind kind, Index size, bool bias) {
  const bool hasBias = bias && kind == NormKind::layerNorm;
  return {.weight = layout_.add(name + ".weight", 1, size, Decay::no),
          .bias = layout_.add(name + ".bias", hasBias ? 1 : 0, size, Decay::no)};
}

BlockPlaces PlaceMaker::block(const std::string& prefix, const BlockConfig& config,
                              BlockParts parts) {
  const Index dModel = config.dModel;
  const bool norms = config.placement != NormPlacement::none;
  const auto normIf = [&](bool wanted, const char* name, NormKind kind, Index size) {
    return wanted ? norm(prefix + name, kind, size, parts.biases) : NormPlaces{};
  };
  BlockPlaces places;
  places.attentionNorm = normIf(norms, "attention_norm", config.norm, dModel);
  places.queryKeyValue =
      linear(prefix + "query_key_value", dModel, config.dProjections(), parts.biases);
  places.queryNorm = normIf(parts.headNorms, "query_norm", NormKind::rmsNorm, config.dK);
  places.keyNorm = normIf(parts.headNorms, "key_norm", NormKind::rmsNorm, config.dK);
  places.output = linear(prefix + "output", config.dHeads(), dModel, parts.biases);
  places.attentionOutputNorm =
      normIf(parts.outputNorms, "attention_output_norm", config.norm, dModel);
  if (config.dFeedForward > 0) {
    places.feedForwardNorm = normIf(norms, "feed_forward_norm", config.norm, dModel);
    places.up = linear(prefix + "up", dModel, config.dHidden(), parts.biases);
    places.down = linear(prefix + "down", config.dFeedForward, dModel, parts.biases);
    places.feedForwardOutputNorm =
        normIf(parts.outputNorms, "feed_forward_output_norm", config.norm, dModel);
  }
  return places;
}

}  // namespace headscope
