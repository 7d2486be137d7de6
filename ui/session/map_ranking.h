#pragma once

#include <memory>
#include <vector>

#include "analysis/head_swing.h"
#include "session/compare_choice.h"
#include "session/compared_maps.h"

namespace headscope {

// What is to be put in order.
struct RankRequest {
  std::shared_ptr<const ComparedMaps> maps;
  HeadPair heads;  // the two maps that are shown
  CompareRanking ranking = CompareRanking::heads;
  AlignedTokens row;                 // for heads; -1 on a side that has no such row
  std::vector<HeadId> alternatives;  // of the second side, for alikeHeads and otherHeads

  // About how many weights have to be computed.
  double weights() const;
};

struct MapRanking {
  std::vector<HeadSwing> heads;  // empty for CompareRanking::rows, and without the row
  std::vector<RowSwing> rows;    // of the two maps, the one in which they differ most first
  double mean = 0;               // the mean swing of these rows
};

MapRanking rankMaps(const RankRequest& request);

}  // namespace headscope
