#include "compare_command.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "command_line.h"
#include "compare_output.h"
#include "exit_code.h"
#include "head_argument.h"
#include "input_options.h"
#include "model_option.h"
#include "row_argument.h"
#include "source/open_model.h"
#include "source/token_places.h"

namespace headscope {

enum class CompareError {
  rowOfOneTextAlone = 1,  // the second text has nothing in its place
  noRow,                  // heads are compared by one row
  notTwoHeads,
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(CompareError);

namespace headscope {
namespace {

struct CompareRequest {
  std::string model = kDefaultModel;
  std::string text;
  std::string second;  // a text,
  std::string model2;  // or a model,
  std::string heads;   // or two heads
  std::string head;    // of the first model
  std::string row;
  int most = 10;
  bool json = false;
};

using OpenModel = std::shared_ptr<const ModelSource>;

Result<OpenModel> open(const std::string& name) {
  auto model = openModel(name);
  if (model) {
    reportNotice((*model)->description());
  }
  return model;
}

// A recording is asked nothing.
Result<Run> runText(const ModelSource& model, const std::string& text) {
  auto run = model.run(model.description().isRecorded ? std::string() : text);
  if (run) {
    reportCut(*run);
  }
  return run;
}

// Of two texts or two models: what the second is, and which of its tokens stand where.
Result<void> addSecond(const CompareRequest& request, const OpenModel& model, Compared& compared) {
  const bool isModel = !request.model2.empty();
  const auto other = isModel ? open(request.model2) : Result<OpenModel>(model);
  if (!other) {
    return failure(other.error());
  }
  auto second = isModel ? runText(**other, request.text) : (*other)->run(request.second);
  if (!second) {
    return failure(second.error());
  }
  compared.second = std::move(*second);
  // Nobody knows where a recording's tokens stood in their text.
  const bool byPlace =
      isModel && !model->description().isRecorded && !(*other)->description().isRecorded;
  compared.tokens =
      byPlace ? alignPlaces(compared.first.tokens, compared.second.tokens, request.text)
              : alignTokens(tokenTexts(compared.first.tokens), tokenTexts(compared.second.tokens));
  return {};
}

// The row of both.
Result<void> addRow(const CompareRequest& request, Compared& compared) {
  if (request.row.empty()) {
    return failure({.code = CompareError::noRow,
                    .place = "--row",
                    .problem = "heads are compared by a row, and none is given",
                    .remedy = "Give a token of the text, or its number"});
  }
  const auto row = findRow(compared.first.tokens, request.row);
  if (!row) {
    return failure(row.error());
  }
  compared.row = *std::ranges::find(compared.tokens, *row, &AlignedTokens::first);
  if (compared.row.second >= 0) {
    return {};
  }
  const bool isModel = !request.model2.empty();
  return failure({.code = CompareError::rowOfOneTextAlone,
                  .place = "--row",
                  .problem = std::string(isModel ? "the second model has no token"
                                                 : "the second text has nothing") +
                             " in the place of '" + request.row + "'",
                  .remedy = isModel ? "Choose a token that both models have"
                                    : "Choose a token that both texts have"});
}

// "L3.H1,L5.H11"
Result<HeadPair> headPair(const std::string& text, const AttentionShape& shape) {
  const std::size_t comma = text.find(',');
  if (comma == std::string::npos) {
    return failure({.code = CompareError::notTwoHeads,
                    .place = "--heads",
                    .problem = "'" + text + "' is not two heads",
                    .remedy = "Write them as L3.H1,L5.H11"});
  }
  const auto first = findHead(text.substr(0, comma), shape, "--heads");
  const auto second = findHead(text.substr(comma + 1), shape, "--heads");
  if (!first || !second) {
    return failure((first ? second : first).error());
  }
  return HeadPair{*first, *second};
}

Result<void> compareHeads(const CompareRequest& request, Compared& compared) {
  const AttentionSource& attention = *compared.first.attention;
  const auto heads = headPair(request.heads, attention.shape());
  if (!heads) {
    return failure(heads.error());
  }
  compared.heads = *heads;
  compared.second = compared.first;
  for (int i = 0; i < attention.shape().nQuery; ++i) {
    compared.tokens.push_back({i, i});
  }
  compared.rows = rankRows(attention, attention, *heads, compared.tokens, compared.tokens);
  return {};
}

Result<void> compareSides(const CompareRequest& request, const OpenModel& model,
                          Compared& compared) {
  if (const auto second = addSecond(request, model, compared); !second) {
    return second;
  }
  if (const auto row = addRow(request, compared); !row) {
    return row;
  }
  const AttentionSource& first = *compared.first.attention;
  const AttentionSource& second = *compared.second.attention;
  if (request.head.empty()) {
    compared.swings = rankSwings(first, second, compared.row, compared.tokens);
  } else {
    const auto head = findHead(request.head, first.shape(), "--head");
    if (!head) {
      return failure(head.error());
    }
    compared.head = *head;
    compared.swings = rankAlike(first, *head, second, allHeads(second.shape()), compared.row,
                                compared.tokens, AlikeOrder::mostFirst);
  }
  compared.cannotDiffer = request.model2.empty() && model->description().isCausal() &&
                          beginAlike(tokenTexts(compared.first.tokens),
                                     tokenTexts(compared.second.tokens), compared.row);
  return {};
}

Result<Compared> compare(const CompareRequest& request) {
  const auto model = open(request.model);
  if (!model) {
    return failure(model.error());
  }
  auto first = runText(**model, request.text);
  if (!first) {
    return failure(first.error());
  }
  Compared compared;
  compared.first = std::move(*first);
  const auto done = request.heads.empty() ? compareSides(request, *model, compared)
                                          : compareHeads(request, compared);
  if (!done) {
    return failure(done.error());
  }
  return compared;
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
      program.command("compare", "Say how heads differ between two texts, models or heads",
                      [request] { return runCompare(*request); });
  command.option("--model", request->model, kModelHelp);
  command.option("--text", request->text, "a text").required();
  const Options second = command.exactlyOne("second", "What it is compared with");
  second.option("--text2", request->second, "another text through the same model");
  const Option model2 =
      second.option("--model2", request->model2, "another model that reads the same text");
  second.option("--heads", request->heads,
                "two heads of this one, L3.H1,L5.H11: the rows in which they differ most");
  command
      .option("--head", request->head,
              "of the first model, L3.H1: which heads of the second one are most like it")
      .needs(model2);
  command.option("--row", request->row,
                 "the query whose weights are compared: a token of the first text, or its number; "
                 "needed but for --heads");
  command.option("--most", request->most, "heads or rows to list").range(1, 100'000);
  command.flag("--json", request->json, "print all of them as JSON");
}

}  // namespace headscope
