#include "analysis/head_order.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace headscope {
namespace {

std::optional<double> scoreOf(const DealtCard& card, HeadRole role) {
  const auto found = std::ranges::find(card.labels, role, &HeadLabel::role);
  return found == card.labels.end() ? std::nullopt : std::optional(found->score);
}

std::optional<double> rawMeasure(const HeadCard& card, HeadMeasure measure) {
  const HeadMeasures& text = card.text;
  switch (measure) {
    case HeadMeasure::previous:
      return text.previous;
    case HeadMeasure::next:
      return text.next;
    case HeadMeasure::self:
      return text.self;
    case HeadMeasure::first:
      return text.first;
    case HeadMeasure::special:
      return text.special;
    case HeadMeasure::punctuation:
      return text.punctuation;
    case HeadMeasure::sameToken:
      return text.sameToken;
    case HeadMeasure::entropy:
      return text.entropy;
    case HeadMeasure::distance:
      return text.distance;
    case HeadMeasure::induction:
      return card.repetition ? std::optional(card.repetition->induction) : std::nullopt;
    case HeadMeasure::duplicate:
      return card.repetition ? std::optional(card.repetition->duplicate) : std::nullopt;
    case HeadMeasure::positional:
      return card.positional;
  }
  return std::nullopt;
}

}  // namespace

// What is not a number has no place in an order.
std::optional<double> measureOf(const HeadCard& card, HeadMeasure measure) {
  const std::optional<double> value = rawMeasure(card, measure);
  return value && std::isnan(*value) ? std::nullopt : value;
}

std::vector<OrderedHead> orderedHeads(std::span<const DealtCard> cards, const HeadOrder& order) {
  std::vector<OrderedHead> heads;
  for (const DealtCard& card : cards) {
    OrderedHead head{.head = card.head, .value = {}, .score = {}};
    if (order.sort) {
      head.value = measureOf(card.card, *order.sort);
    }
    if (order.role) {
      head.score = scoreOf(card, *order.role);
      if (!head.score) {
        continue;
      }
    }
    heads.push_back(head);
  }
  // Nothing is less than any number.
  std::ranges::stable_sort(
      heads, [](const auto& a, const auto& b) { return a > b; }, &OrderedHead::value);
  return heads;
}

std::vector<RoleCount> earnedRoles(std::span<const DealtCard> cards) {
  std::map<HeadRole, int> counts;
  for (const DealtCard& card : cards) {
    for (const HeadLabel& label : card.labels) {
      ++counts[label.role];
    }
  }
  std::vector<RoleCount> roles;
  for (const auto& [role, heads] : counts) {
    roles.push_back({role, heads});
  }
  return roles;
}

}  // namespace headscope
