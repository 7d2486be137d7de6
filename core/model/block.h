#pragma once

#include "model/attention.h"
#include "model/config.h"
#include "model/mask.h"
#include "model/trace_observer.h"
#include "model/weights.h"

namespace headscope {

// The matrices a forward pass writes to, kept from one pass to the next so that a keystroke
// allocates nothing when the text's length stays the same.
struct Activations {
  Matrix normed;         // (n, d_model)
  Matrix queryKeyValue;  // (n, 3 · heads · d_k)
  AttentionWorkspace attention;
  Matrix concatenated;  // (n, heads · d_k)
  Matrix branch;        // (n, d_model), what attention or the feed-forward network adds
  Matrix hidden;        // (n, d_feed_forward)

  void resize(Index n, const BlockConfig& config);
};

// One block: x (n, d_model) is overwritten by its output.
void runBlock(const BlockConfig& config, const BlockWeights& weights, const Mask& mask, int layer,
              MatrixRef x, Activations& activations, TraceObserver& observer);

// A block as far as its maps need it: reports its queries and keys, and no stages.
void runQueriesAndKeys(const BlockConfig& config, const BlockWeights& weights, int layer,
                       MatrixRef x, Activations& activations, TraceObserver& observer);

}  // namespace headscope
