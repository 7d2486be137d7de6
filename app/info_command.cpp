#include "info_command.h"

#include <iostream>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "command_line.h"
#include "exit_code.h"
#include "model_option.h"
#include "source/open_model.h"

namespace headscope {
namespace {

struct InfoRequest {
  std::string model = kDefaultModel;
  bool json = false;
};

nlohmann::ordered_json toJson(const ModelDescription& model) {
  return {{"name", model.name},
          {"family", model.family},
          {"layers", model.layers},
          {"heads", model.heads},
          {"d_k", model.dK},
          {"d_model", model.dModel},
          {"d_ff", model.dFeedForward},
          {"positions", positionKindName(model.positions)},
          {"max_tokens", model.maxTokens},
          {"mask", model.mask},
          {"score", model.score},
          {"input", model.input}};
}

int runInfo(const InfoRequest& request) {
  const auto model = openModel(request.model);
  if (!model) {
    return reportError(model.error());
  }
  reportNotice((*model)->description());
  const auto description = toJson((*model)->description());
  if (request.json) {
    std::cout << description.dump() << '\n';
    return kDone;
  }
  for (const auto& [key, value] : description.items()) {
    std::cout << key << std::string(12 - key.size(), ' ')
              << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
  }
  return kDone;
}

}  // namespace

void addInfoCommand(Commands program) {
  const auto request = std::make_shared<InfoRequest>();
  const Options command =
      program.command("info", "Say what a model is", [request] { return runInfo(*request); });
  command.option("--model", request->model, kModelHelp);
  command.flag("--json", request->json, "print JSON");
}

}  // namespace headscope
