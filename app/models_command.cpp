#include "models_command.h"

#include <memory>
#include <string>

#include "command_line.h"
#include "models_actions.h"

namespace headscope {
namespace {

struct Request {
  std::string name;
  bool json = false;
};

int run(ModelsAction action, const Request& request) {
  return runModelsForUser({.action = action,
                           .name = request.name,
                           .format = request.json ? OutputFormat::json : OutputFormat::text});
}

}  // namespace

void addModelsCommand(Commands program) {
  const Commands models = program.commands("models", "List, get and check models");
  struct Entry {
    ModelsAction action;
    const char* name;
    const char* help;
  };
  for (const Entry& entry : {
           Entry{ModelsAction::list, "list",
                 "The known models, what is installed, and what the hub's cache has"},
           Entry{ModelsAction::get, "get", "Fetch a model, unless it is there; print its folder"},
           Entry{ModelsAction::path, "path", "Print where an installed model is"},
           Entry{ModelsAction::verify, "verify", "Compare every file's hash"},
           Entry{ModelsAction::remove, "remove", "Delete an installed model"},
       }) {
    const auto request = std::make_shared<Request>();
    const Options command = models.command(
        entry.name, entry.help, [action = entry.action, request] { return run(action, *request); });
    if (entry.action != ModelsAction::list) {
      command
          .option("NAME", request->name,
                  "As `headscope models list` tells, or ORG/REPO[@REVISION] or "
                  "ORG/REPO/FILE.gguf of the Hugging Face hub")
          .required();
    }
    command.flag("--json", request->json, "Print JSON");
  }
}

}  // namespace headscope
