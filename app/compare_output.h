#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/head_swing.h"
#include "source/model_source.h"

namespace headscope {

// What `headscope compare` has found: of two texts, two models, or two heads of one run.
struct Compared {
  Run first;
  Run second;
  std::vector<AlignedTokens> tokens;  // of both
  AlignedTokens row;
  bool cannotDiffer = false;
  std::vector<HeadSwing> swings;  // of that row
  std::optional<HeadId> head;     // of the first model, against which those are of the second
  std::optional<HeadPair> heads;  // then rows are compared, and not one
  std::vector<RowSwing> rows;
};

std::vector<std::string> tokenTexts(const std::vector<Token>& tokens);

nlohmann::ordered_json toJson(const Compared& compared);

// The first `most` lines, and how many follow.
void printTable(const Compared& compared, int most);

}  // namespace headscope
