#pragma once

#include <vector>

#include "model/attention_source.h"

namespace headscope {

// A weight that is set by hand, in [0, 1]; what is left of its row is shared by the others as they
// had it.
struct WeightEdit {
  HeadId head;
  int query = 0;
  int key = 0;
  float weight = 0;
  bool operator==(const WeightEdit&) const = default;
};

// What a pass does otherwise than the model would: pull a thread and see what moves.
struct AttentionEdits {
  std::vector<WeightEdit> weights;  // at most one of a cell
  std::vector<HeadId> headsOff;     // they add nothing; where they look stays to be seen
  std::vector<int> keysOff;         // tokens that no head may look at; rows are scaled to sum to 1
  std::vector<HeadId> masksOff;     // they see what comes after, and what is out of their reach

  bool empty() const {
    return weights.empty() && headsOff.empty() && keysOff.empty() && masksOff.empty();
  }
  bool operator==(const AttentionEdits&) const = default;
};

// In place of what was said of the same cell before.
void setWeight(AttentionEdits& edits, const WeightEdit& weight);

bool isOff(const AttentionEdits& edits, HeadId head);
bool isMaskOff(const AttentionEdits& edits, HeadId head);

// Whether applyEdits() does anything to the head's map.
bool changesMap(const AttentionEdits& edits, HeadId head);

// Changes rows firstQuery … of a head's map, whose rows sum to 1; columns are keys 0 …, of which
// there may be fewer than the text has: those after them have no weight, and get none. Weights that
// are set and together above 1 are scaled to it; a row that has nothing left to share it with gives
// the rest to all other keys alike.
void applyEdits(const AttentionEdits& edits, HeadId head, Index firstQuery, MatrixRef weights);

}  // namespace headscope
