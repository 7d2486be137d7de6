#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analysis/head_measures.h"
#include "model/attention_source.h"

namespace headscope {

// All that is known of where a head looks.
struct HeadCard {
  HeadMeasures text;                             // of the text that is looked at
  std::optional<RepetitionMeasures> repetition;  // of a random sequence repeated
  std::optional<double> positional;              // mapOverlap with the text shuffled
};

// What a head can be called, by what it does.
enum class HeadRole {
  previousToken,
  nextToken,
  sameToken,
  self,
  firstToken,
  specialTokens,
  punctuation,
  induction,
  duplicateToken,
  positional,
  broad,
  narrow,
};

// "previous token", as people call it.
std::string_view headRoleName(HeadRole role);

struct HeadLabel {
  HeadRole role;
  double score = 0;  // never shown without it
};

// One head's card, and which head it is.
struct DealtCard {
  HeadId head;
  HeadCard card;
  std::vector<HeadLabel> labels;  // that it has earned
};

// A role is earned from these scores on. They are a choice: half of the attention is more than
// anything else gets; the repeated sequence has no other rows to look at, so that less says more.
inline constexpr double kEarnedLook = 0.5;        // previous … duplicateToken of HeadRole
inline constexpr double kEarnedInduction = 0.4;   // induction
inline constexpr double kEarnedPositional = 0.9;  // positional
inline constexpr double kEarnedBroad = 0.9;       // broad: `spread`
inline constexpr double kEarnedNarrow = 0.15;     // narrow: `spread` at most

// Every role the head has earned, the strongest first; broad and narrow last. Narrow heads that
// have earned another role are not called so: it says where they look. Nor does a head have
// firstToken where that is a special one.
std::vector<HeadLabel> headLabels(const HeadCard& card);

}  // namespace headscope
