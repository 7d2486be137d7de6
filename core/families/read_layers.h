#pragma once

#include <mutex>
#include <vector>

#include "families/family_plan.h"
#include "families/load_watch.h"
#include "families/tensor_reader.h"
#include "model/transformer.h"

namespace headscope {

// Counts the blocks of a model that have been read for its watch. May be used from several threads.
class BlockCount {
 public:
  BlockCount(const LoadWatch& watch, int all) : watch_(watch), all_(all) {}
  bool isStopped() const { return watch_.stop.stop_requested(); }
  void addOne();

 private:
  const LoadWatch& watch_;
  const int all_;
  std::mutex mutex_;
  int done_ = 0;
};

// How many blocks of weights the layers of a plan have: fewer than layers where they share them.
int blocksOf(const FamilyPlan& plan);

// The layers of a plan, not those of its decoder; blocks are read side by side. Errors:
// FamilyError, and those of TensorStore::readable.
Result<std::vector<Layer>> readLayers(const FamilyPlan& plan, const TensorReader& tensors,
                                      BlockCount& count);

}  // namespace headscope
