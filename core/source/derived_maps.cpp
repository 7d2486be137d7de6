#include "source/derived_maps.h"

#include <algorithm>
#include <utility>

#include "analysis/layer_map.h"
#include "analysis/rollout.h"
#include "analysis/value_weighting.h"
#include "source/copied_lengths.h"

namespace headscope {
namespace {

using Derived = Result<std::shared_ptr<const AttentionSource>>;

tl::unexpected<Error> tooMany(int tokens, int most) {
  return failure({.code = DerivedMapError::tooManyTokens,
                  .problem = "the text has " + std::to_string(tokens) +
                             " tokens, and this is computed for at most " + std::to_string(most),
                  .remedy = "Take a shorter text"});
}

tl::unexpected<Error> wasStopped() {
  return failure({.code = SourceError::stopped, .problem = "it was stopped"});
}

Derived valueWeighted(const ModelSource& model, const Input& input,
                      std::shared_ptr<const AttentionSource> attention, AttentionPart part,
                      const RunOptions& options) {
  CopiedLengths recorder(model, part);
  RunOptions looking{.forward = options.forward, .edits = options.edits};
  (part == AttentionPart::encoder ? looking.observer : looking.decoderObserver) = &recorder;
  const auto again = model.run(input, looking);
  if (!again) {
    return failure(again.error());
  }
  std::vector<Matrix> lengths = recorder.take();
  const AttentionShape shape = attention->shape();
  const bool fits =
      std::ranges::all_of(lengths, [&](const Matrix& layer) { return layer.cols() == shape.nKey; });
  if (static_cast<int>(lengths.size()) < shape.layers || !fits) {
    return failure({.code = DerivedMapError::noValues,
                    .problem = "this model does not tell what its heads copy"});
  }
  return std::make_shared<const ValueWeighting>(std::move(attention), std::move(lengths));
}

}  // namespace

Derived deriveMaps(const ModelSource& model, const Input& input, const Run& run, AttentionPart part,
                   MapKind kind, int layer, const RunOptions& options) {
  const std::shared_ptr<const AttentionSource> attention = viewOf(run, part).attention;
  const AttentionShape shape = attention->shape();
  if (kind == MapKind::attention) {
    return attention;
  }
  if (kind == MapKind::valueWeighted) {
    return valueWeighted(model, input, attention, part, options);
  }
  if (part == AttentionPart::cross || shape.nQuery != shape.nKey) {
    return failure({.code = DerivedMapError::notOfItself,
                    .problem = "this is computed for the attention of a text to itself"});
  }
  const int most = kind == MapKind::rollout ? kMostRolloutTokens : kMostFlowTokens;
  if (shape.nKey > most) {
    return tooMany(shape.nKey, most);
  }
  if (kind == MapKind::rollout) {
    return std::make_shared<const LayerMap>(shape, rollout(*attention, layer));
  }
  auto flow = attentionFlow(*attention, layer, options.forward.stop);
  if (!flow) {
    return wasStopped();
  }
  return std::make_shared<const LayerMap>(shape, std::move(*flow));
}

}  // namespace headscope
