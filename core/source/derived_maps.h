#pragma once

#include <memory>

#include "source/attention_part.h"

namespace headscope {

// What can be shown in place of the weights of a run's attention.
enum class MapKind {
  attention,      // as the softmax made it
  valueWeighted,  // ValueWeighting
  rollout,        // through the layers 0 … the chosen one, all heads together
  flow,           // likewise, as the greatest flow
};

enum class DerivedMapError {
  tooManyTokens = 1,  // for flow, or for a rollout that stands in memory
  noValues,           // the model does not tell its blocks
  notOfItself,        // of two texts
};

inline constexpr int kMostRolloutTokens = 2048;

// The source that shows a kind; `layer` is the last that a rollout or a flow goes through. A source
// of rollout or flow is the same for all heads and layers. Takes a pass for values, and for flow up
// to many seconds: SourceError::stopped where it was asked to. `input` is what the run was made of,
// and `options` have the run's stop token and edits.
Result<std::shared_ptr<const AttentionSource>> deriveMaps(const ModelSource& model,
                                                          const Input& input, const Run& run,
                                                          AttentionPart part, MapKind kind,
                                                          int layer,
                                                          const RunOptions& options = {});

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(DerivedMapError);
