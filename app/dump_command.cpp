#include "dump_command.h"

#include <iostream>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "command_line.h"
#include "exit_code.h"
#include "input_options.h"
#include "model_option.h"
#include "source/dump.h"
#include "source/open_model.h"

namespace headscope {
namespace {

struct DumpRequest {
  std::string model = kDefaultModel;
  InputOptions input;
  std::string out;
  bool json = false;
};

nlohmann::ordered_json textsOf(const std::vector<Token>& tokens) {
  nlohmann::ordered_json texts = nlohmann::ordered_json::array();
  for (const Token& token : tokens) {
    texts.push_back(token.text);
  }
  return texts;
}

int runDump(const DumpRequest& request) {
  const auto input = readInput(request.input);
  if (!input) {
    return reportError(input.error());
  }
  const auto model = openModel(request.model);
  if (!model) {
    return reportError(model.error());
  }
  const auto run = dumpRun(**model, *input, request.out);
  if (!run) {
    return reportError(run.error());
  }
  reportNotice((*model)->description());
  reportCut(*run);
  const AttentionShape shape = run->attention->shape();
  if (request.json) {
    nlohmann::ordered_json json{
        {"out", request.out},          {"layers", shape.layers},
        {"heads", shape.heads},        {"tokens", textsOf(run->tokens)},
        {"cut", run->cut.has_value()}, {"forward_ms", run->forwardMilliseconds}};
    if (run->decoder) {
      json["decoder_tokens"] = textsOf(run->decoder->tokens);
    }
    std::cout << json.dump() << '\n';
  } else {
    std::cout << request.out << ": " << shape.layers << " layers x " << shape.heads << " heads x "
              << shape.nQuery << " tokens";
    if (run->decoder) {
      const AttentionShape cross = run->decoder->cross->shape();
      std::cout << "; decoder " << cross.layers << " layers x " << cross.heads << " heads x "
                << cross.nQuery << " tokens";
    }
    std::cout << '\n';
  }
  return kDone;
}

}  // namespace

void addDumpCommand(Commands program) {
  const auto request = std::make_shared<DumpRequest>();
  const Options command =
      program.command("dump", "Write every head's attention and every hidden state",
                      [request] { return runDump(*request); });
  command.option("--model", request->model, kModelHelp);
  addInputOptions(command, request->input);
  command.option("--out", request->out, "the .safetensors file to write").required();
  command.flag("--json", request->json, "print JSON");
}

}  // namespace headscope
