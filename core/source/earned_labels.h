#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "model/attention_source.h"
#include "playground/recording.h"
#include "playground/training_options.h"

namespace headscope {

// What a head has learnt to do, of the patterns that its task looks for.
struct EarnedLabel {
  HeadId head;
  std::string pattern;  // "copies the antecedent"
  double score = 0;     // at the end
  int since = 0;        // the first frame's step from which on it was earned without a break
};

// From this score on a head has a label.
inline constexpr double kEarned = 0.5;

// The labels of all heads at a recording's end, one a head at most, in the order of heads. The
// score of a pattern is the mean weight from its queries to its keys over 32 texts of the first
// test (Olsson et al. 2022, "In-context Learning and Induction Heads", have prefix matching so).
// Stops early, with none, where it is asked to.
std::vector<EarnedLabel> earnedLabels(const Task& task, const TrainingOptions& options,
                                      const Recording& recording, const std::stop_token& stop = {});

}  // namespace headscope
