#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "analysis/head_labels.h"

namespace headscope {

// A number of a head's card that heads can be put in order by.
enum class HeadMeasure {
  previous,
  next,
  self,
  first,
  special,
  punctuation,
  sameToken,
  entropy,    // in nats
  distance,   // in tokens
  induction,  // of HeadCard::repetition
  duplicate,  // likewise
  positional,
};

inline constexpr std::array kHeadMeasures = {
    HeadMeasure::previous,  HeadMeasure::next,      HeadMeasure::self,
    HeadMeasure::first,     HeadMeasure::special,   HeadMeasure::punctuation,
    HeadMeasure::sameToken, HeadMeasure::entropy,   HeadMeasure::distance,
    HeadMeasure::induction, HeadMeasure::duplicate, HeadMeasure::positional};

// Nothing where the head was not measured so.
std::optional<double> measureOf(const HeadCard& card, HeadMeasure measure);

// Which heads, and in which order.
struct HeadOrder {
  std::optional<HeadMeasure> sort;  // nothing: as in the model
  std::optional<HeadRole> role;     // those alone that have earned it; nothing: all
  bool operator==(const HeadOrder&) const = default;
};

struct OrderedHead {
  HeadId head;
  std::optional<double> value;  // of the measure they are sorted by
  std::optional<double> score;  // in the role that they have all earned
  bool operator==(const OrderedHead&) const = default;
};

// The highest first; equal ones as in the model, and those without the measure last.
std::vector<OrderedHead> orderedHeads(std::span<const DealtCard> cards, const HeadOrder& order);

struct RoleCount {
  HeadRole role;
  int heads = 0;
  bool operator==(const RoleCount&) const = default;
};

// How many heads have earned each role, in the order of HeadRole; roles that none has are left out.
std::vector<RoleCount> earnedRoles(std::span<const DealtCard> cards);

}  // namespace headscope
