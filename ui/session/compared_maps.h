#pragma once

#include <memory>
#include <string>

#include "analysis/difference_source.h"
#include "render/token_label.h"
#include "source/attention_part.h"

namespace headscope {

// One of two attentions that are compared, and what stands on its axes.
struct ComparedSide {
  std::shared_ptr<const AttentionSource> attention;
  TokenLabels labels;  // (n_query), (n_key)
  QString name;        // "step 20"; empty: it is called by the head that is shown
};

// Two attentions, and how their tokens go together; a value.
struct ComparedMaps {
  ComparedSide first;
  ComparedSide second;
  AlignedMaps tokens;
  TokenLabels labels;  // of the pairs: "it", "tired/wide"; a dash for what one side has not got
};

// Which attention both runs have of this part: the first part where one of them has no decoder.
AttentionPart sharedPart(const Run& first, const Run& second, AttentionPart part);

// Of two texts through one model: tokens go together by their edits.
ComparedMaps comparedTexts(const Run& first, const Run& second, AttentionPart part);

// Of one text through two models: tokens go together by their place in it.
ComparedMaps comparedModels(const Run& first, const Run& second, AttentionPart part,
                            const std::string& text, const std::string& target);

// Of attentions whose axes are the same.
ComparedMaps comparedAlike(std::shared_ptr<const AttentionSource> first,
                           std::shared_ptr<const AttentionSource> second,
                           const TokenLabels& labels);

// The pair that has this token on that side; -1 for none.
int pairOf(const std::vector<AlignedTokens>& pairs, int AlignedTokens::*side, int token);
// The token on that side of a pair; -1 where there is no such pair, or no such token.
int tokenOf(const std::vector<AlignedTokens>& pairs, int AlignedTokens::*side, int pair);

}  // namespace headscope
