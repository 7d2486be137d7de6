#include "heads_command.h"

#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "command_line.h"
#include "exit_code.h"
#include "input_options.h"
#include "model_option.h"
#include "source/head_deck.h"
#include "source/open_model.h"

namespace headscope {
namespace {

using OrderedJson = nlohmann::ordered_json;

struct HeadsRequest {
  std::string model = kDefaultModel;
  InputOptions input;
  bool json = false;
};

OrderedJson cardJson(const DealtCard& dealt) {
  const HeadMeasures& text = dealt.card.text;
  OrderedJson json = {{"layer", dealt.head.layer},
                      {"head", dealt.head.head},
                      {"previous", text.previous},
                      {"next", text.next},
                      {"self", text.self},
                      {"first", text.first},
                      {"special", text.special},
                      {"punctuation", text.punctuation},
                      {"same_token", text.sameToken},
                      {"entropy", text.entropy},
                      {"spread", text.spread},
                      {"distance", text.distance}};
  if (dealt.card.repetition) {
    json["induction"] = dealt.card.repetition->induction;
    json["duplicate"] = dealt.card.repetition->duplicate;
  }
  if (dealt.card.positional) {
    json["positional"] = *dealt.card.positional;
  }
  OrderedJson labels = OrderedJson::array();
  for (const HeadLabel& label : dealt.labels) {
    labels.push_back({{"label", headRoleName(label.role)}, {"score", label.score}});
  }
  json["labels"] = std::move(labels);
  return json;
}

void printCard(const DealtCard& dealt) {
  std::cout << 'L' << dealt.head.layer << "·H" << dealt.head.head << ':';
  const char* gap = " ";
  for (const HeadLabel& label : dealt.labels) {
    std::cout << std::exchange(gap, ", ") << headRoleName(label.role) << ' ' << label.score;
  }
  std::cout << '\n';
}

int runHeads(const HeadsRequest& request) {
  const auto model = openModel(request.model);
  if (!model) {
    return reportError(model.error());
  }
  reportNotice((*model)->description());
  const auto input = readInput(request.input);
  if (!input) {
    return reportError(input.error());
  }
  const auto run = (*model)->run(*input);
  if (!run) {
    return reportError(run.error());
  }
  reportCut(*run);
  OrderedJson heads = OrderedJson::array();
  std::cout << std::fixed << std::setprecision(2);
  for (const DealtCard& dealt : dealHeads(**model, *run)) {
    if (request.json) {
      heads.push_back(cardJson(dealt));
    } else if (!dealt.labels.empty()) {
      printCard(dealt);
    }
  }
  if (request.json) {
    std::cout << OrderedJson{{"heads", std::move(heads)}}.dump() << '\n';
  }
  return kDone;
}

}  // namespace

void addHeadsCommand(Commands program) {
  const auto request = std::make_shared<HeadsRequest>();
  const Options command =
      program.command("heads", "Measure what each head does, and name it where that is clear",
                      [request] { return runHeads(*request); });
  command.option("--model", request->model, kModelHelp);
  addInputOptions(command, request->input);
  command.flag("--json", request->json, "print all measures of every head as JSON");
}

}  // namespace headscope
