#include "compare_command.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/head_swing.h"
#include "command_line.h"
#include "exit_code.h"
#include "input_options.h"
#include "model_option.h"
#include "row_argument.h"
#include "source/open_model.h"

namespace headscope {

enum class CompareError {
  rowOfOneTextAlone = 1,  // the second text has nothing in its place
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(CompareError);

namespace headscope {
namespace {

using Json = nlohmann::ordered_json;

struct CompareRequest {
  std::string model = kDefaultModel;
  std::string first;
  std::string second;
  std::string row;
  int most = 10;
  bool json = false;
};

// Two texts through one model, and how their tokens and heads go together.
struct Compared {
  Run first;
  Run second;
  std::vector<AlignedTokens> tokens;
  AlignedTokens row;
  bool cannotDiffer = false;
  std::vector<HeadSwing> swings;
};

std::vector<std::string> tokenTexts(const std::vector<Token>& tokens) {
  std::vector<std::string> texts;
  std::ranges::transform(tokens, std::back_inserter(texts), &Token::text);
  return texts;
}

Result<Compared> compare(const CompareRequest& request) {
  const auto model = openModel(request.model);
  if (!model) {
    return failure(model.error());
  }
  reportNotice((*model)->description());
  Compared compared;
  for (const auto& [text, run] :
       {std::pair(&request.first, &compared.first), {&request.second, &compared.second}}) {
    auto made = (*model)->run(*text);
    if (!made) {
      return failure(made.error());
    }
    *run = std::move(*made);
    reportCut(*run);
  }
  const auto row = findRow(compared.first.tokens, request.row);
  if (!row) {
    return failure(row.error());
  }
  const auto first = tokenTexts(compared.first.tokens);
  const auto second = tokenTexts(compared.second.tokens);
  compared.tokens = alignTokens(first, second);
  compared.row = *std::ranges::find(compared.tokens, *row, &AlignedTokens::first);
  if (compared.row.second < 0) {
    return failure({.code = CompareError::rowOfOneTextAlone,
                    .place = "--row",
                    .problem = "the second text has nothing in the place of '" + request.row + "'",
                    .remedy = "Choose a token that both texts have"});
  }
  compared.cannotDiffer =
      (*model)->description().isCausal() && beginAlike(first, second, compared.row);
  compared.swings = rankSwings(*compared.first.attention, *compared.second.attention, compared.row,
                               compared.tokens);
  return compared;
}

std::string tokenAt(const Run& run, int index) {
  if (index < 0) {
    return "";
  }
  const std::string& text = shownText(run.tokens[static_cast<std::size_t>(index)]);
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

// "tired/wide" where they differ.
std::string named(const Compared& compared, AlignedTokens pair) {
  const std::string first = tokenAt(compared.first, pair.first);
  const std::string second = tokenAt(compared.second, pair.second);
  return first == second ? first
                         : (first.empty() ? "–" : first) + "/" + (second.empty() ? "–" : second);
}

constexpr const char* kCannotDiffer =
    "This model is causal: a row sees what stands before it alone, and up to this one both texts "
    "are the same. So no head can differ here.";

Json toJson(const Compared& compared) {
  Json heads = Json::array();
  for (const HeadSwing& swing : compared.swings) {
    heads.push_back({{"layer", swing.head.layer},
                     {"head", swing.head.head},
                     {"swing", swing.swing},
                     {"key", swing.key.first < 0 ? Json() : Json(swing.key.first)},
                     {"key2", swing.key.second < 0 ? Json() : Json(swing.key.second)},
                     {"before", swing.before},
                     {"after", swing.after}});
  }
  Json json = {{"tokens", tokenTexts(compared.first.tokens)},
               {"tokens2", tokenTexts(compared.second.tokens)},
               {"row", compared.row.first},
               {"row2", compared.row.second},
               {"heads", std::move(heads)}};
  if (compared.cannotDiffer) {
    json["note"] = kCannotDiffer;
  }
  return json;
}

void printTable(const Compared& compared, int most) {
  const auto count = std::min(static_cast<std::size_t>(most), compared.swings.size());
  std::cout << "row \"" << named(compared, compared.row) << "\": which head moved\n"
            << "head     swing  key that changed most\n"
            << std::fixed << std::setprecision(3);
  for (std::size_t i = 0; i < count; ++i) {
    const HeadSwing& swing = compared.swings[i];
    const std::string head =
        "L" + std::to_string(swing.head.layer) + "·H" + std::to_string(swing.head.head);
    // The dot takes two bytes and one column.
    std::cout << head << std::string(std::max<std::size_t>(1, 10 - head.size()), ' ') << swing.swing
              << "  " << named(compared, swing.key) << ' ' << swing.before << " → " << swing.after
              << '\n';
  }
  if (count < compared.swings.size()) {
    std::cout << "and " << compared.swings.size() - count << " heads that moved less\n";
  }
  if (compared.cannotDiffer) {
    std::cout << kCannotDiffer << '\n';
  }
}

int runCompare(const CompareRequest& request) {
  const auto compared = compare(request);
  if (!compared) {
    return reportError(compared.error());
  }
  if (request.json) {
    std::cout << toJson(*compared).dump() << '\n';
  } else {
    printTable(*compared, request.most);
  }
  return kDone;
}

}  // namespace

void addCompareCommand(Commands program) {
  const auto request = std::make_shared<CompareRequest>();
  const Options command =
      program.command("compare", "Say which heads notice what two texts differ in",
                      [request] { return runCompare(*request); });
  command.option("--model", request->model, kModelHelp);
  command.option("--text", request->first, "a text").required();
  command.option("--text2", request->second, "the text to compare it with").required();
  command
      .option("--row", request->row,
              "the query whose weights are compared: a token of the first text, or its number")
      .required();
  command.option("--most", request->most, "heads to list").range(1, 100'000);
  command.flag("--json", request->json, "print every head as JSON");
}

}  // namespace headscope
