#include "analysis/head_labels.h"

#include <algorithm>
#include <functional>

namespace headscope {

std::string_view headRoleName(HeadRole role) {
  switch (role) {
    case HeadRole::previousToken:
      return "previous token";
    case HeadRole::nextToken:
      return "next token";
    case HeadRole::sameToken:
      return "same token";
    case HeadRole::self:
      return "itself";
    case HeadRole::firstToken:
      return "first token";
    case HeadRole::specialTokens:
      return "special tokens";
    case HeadRole::punctuation:
      return "punctuation";
    case HeadRole::induction:
      return "induction";
    case HeadRole::duplicateToken:
      return "duplicate token";
    case HeadRole::positional:
      return "positional";
    case HeadRole::broad:
      return "broad";
    case HeadRole::narrow:
      return "narrow";
  }
  return "";
}

std::vector<HeadLabel> headLabels(const HeadCard& card) {
  std::vector<HeadLabel> labels;
  const auto earn = [&labels](HeadRole role, double score, double least) {
    if (score >= least) {
      labels.push_back({role, score});
    }
  };
  const HeadMeasures& text = card.text;
  earn(HeadRole::previousToken, text.previous, kEarnedLook);
  earn(HeadRole::nextToken, text.next, kEarnedLook);
  earn(HeadRole::sameToken, text.sameToken, kEarnedLook);
  earn(HeadRole::self, text.self, kEarnedLook);
  if (text.first > text.special) {  // else the first token is one of the special ones
    earn(HeadRole::firstToken, text.first, kEarnedLook);
  }
  earn(HeadRole::specialTokens, text.special, kEarnedLook);
  earn(HeadRole::punctuation, text.punctuation, kEarnedLook);
  if (card.repetition) {
    earn(HeadRole::induction, card.repetition->induction, kEarnedInduction);
    earn(HeadRole::duplicateToken, card.repetition->duplicate, kEarnedLook);
  }
  if (card.positional) {
    earn(HeadRole::positional, *card.positional, kEarnedPositional);
  }
  std::ranges::stable_sort(labels, std::greater<>(), &HeadLabel::score);
  earn(HeadRole::broad, text.spread, kEarnedBroad);
  if (labels.empty() && text.spread <= kEarnedNarrow) {
    labels.push_back({HeadRole::narrow, text.spread});
  }
  return labels;
}

}  // namespace headscope
