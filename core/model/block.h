#pragma once

#include <memory>
#include <vector>

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
  Matrix queryKeyValue;  // (n, d_projections)
  Matrix crossQuery;     // (n, heads · d_k)
  Matrix crossKeyValue;  // (n_key, 2 · key heads · d_k)
  Matrix keys;           // (n_key, key heads · d_k), where those of a Past come before them
  Matrix values;
  AttentionWorkspace attention;
  Matrix concatenated;  // (n, heads · d_k)
  Matrix branch;        // (n, d_model), what attention or the feed-forward network adds
  Matrix secondBranch;  // (n, d_model), what the latter adds beside the former
  Matrix hidden;        // (n, d_hidden)

  void resize(Index n, const BlockConfig& config);
  // Of positions 0 … n - 1 at least; made once for all layers of a pass and those after it.
  const RotaryAngles& anglesOf(const std::shared_ptr<const Rotary>& rotary, Index n);

 private:
  struct Angles {
    std::shared_ptr<const Rotary> rotary;
    RotaryAngles angles;
  };
  std::vector<Angles> angles_;
};

// The beginning of a text of which only the end goes through a block: what a pass over it has left.
// For causal masks, under which it does not depend on that end.
struct Past {
  Index length = 0;             // tokens; the first row that goes through has this position
  const Matrix* key = nullptr;  // (at least length, key heads · d_k), as Projections has it
  const Matrix* value = nullptr;
};

// What an encoder has made of the text that a decoder attends to.
struct Memory {
  Matrix hidden;  // (n_key, d_model)
  Mask mask;      // of its padding
};

// What the rows of a block see beside each other.
struct Surroundings {
  const Mask& mask;
  Past past;
  const Memory* memory = nullptr;              // not null where the config has `cross`
  const AttentionEdits* edits = nullptr;       // of all layers' own attention
  const AttentionEdits* crossEdits = nullptr;  // of that to the memory
};

// The norm that the config names: input (n, d_model) into output, which may be the input itself.
void normalise(const BlockConfig& config, const NormWeights& weights, const ConstMatrixRef& input,
               MatrixRef output);

// One block: x (n, d_model) is overwritten by its output.
void runBlock(const BlockConfig& config, const BlockWeights& weights, const Surroundings& around,
              int layer, MatrixRef x, Activations& activations, TraceObserver& observer);

// A block as far as its maps need it: reports its queries and keys, and no stages. The first row of
// x has position firstQuery.
void runQueriesAndKeys(const BlockConfig& config, const BlockWeights& weights, Index firstQuery,
                       int layer, MatrixRef x, Activations& activations, TraceObserver& observer);

}  // namespace headscope
