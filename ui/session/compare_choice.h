#pragma once

#include <array>
#include <optional>

#include <QString>

#include "model/attention_source.h"

namespace headscope {

// What the map that is looked at is compared with.
enum class CompareWith {
  text,   // another text through the same model, the same head
  head,   // another head of the same run
  layer,  // a head of another layer of the same run, or the mean of that layer's heads
  model,  // a head of another model that reads the same text
  step,   // the same head of the same model at another step of its training
};
inline constexpr std::array kCompareWith = {CompareWith::text, CompareWith::head,
                                            CompareWith::layer, CompareWith::model,
                                            CompareWith::step};

// What the list beside the maps has.
enum class CompareRanking {
  heads,       // every head against itself, the one whose row moved most first
  alikeHeads,  // heads of the second side by how like the chosen one's row theirs is
  otherHeads,  // the same, the least alike first
  rows,        // rows of the two maps, the one in which they differ most first
};

// Which head of another layer: as many as the chosen one in its own, this one, or the mean of all,
// which is then compared with the mean of the chosen head's layer.
enum class OfLayer { sameHead, thisHead, mean };

// All that a person chooses of a comparison; a value. Of each kind what was chosen last.
struct CompareChoice {
  CompareWith with = CompareWith::text;
  QString text;
  std::optional<HeadId> head;  // of CompareWith::head
  std::optional<int> layer;    // of CompareWith::layer
  OfLayer ofLayer = OfLayer::sameHead;
  int layerHead = 0;                // where ofLayer says so
  std::optional<HeadId> modelHead;  // nothing: as the chosen one, or the nearest that there is
  int step = 0;                     // or the last one before it that was kept

  bool operator==(const CompareChoice&) const = default;
};

}  // namespace headscope
