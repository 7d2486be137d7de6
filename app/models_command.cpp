#include "models_command.h"

#include <memory>

#include <CLI/CLI.hpp>

#include "models_actions.h"

namespace headscope {

void addModelsCommand(CLI::App& parent, int& exitCode) {
  CLI::App* models = parent.add_subcommand("models", "List, get and check models");
  models->require_subcommand(1);
  struct Entry {
    ModelsAction action;
    const char* name;
    const char* help;
  };
  for (const Entry& entry : {
           Entry{ModelsAction::list, "list", "The known models, and what is installed"},
           Entry{ModelsAction::get, "get", "Fetch a model, unless it is there; print its folder"},
           Entry{ModelsAction::path, "path", "Print the folder of an installed model"},
           Entry{ModelsAction::verify, "verify", "Compare every file's SHA-256"},
           Entry{ModelsAction::remove, "remove", "Delete an installed model"},
       }) {
    CLI::App* command = models->add_subcommand(entry.name, entry.help);
    // CLI11 writes into it while parsing and calls back after that: it lives as long as both.
    const auto request = std::make_shared<ModelsRequest>();
    request->action = entry.action;
    if (entry.action != ModelsAction::list) {
      command->add_option("NAME", request->name, "As `headscope models list` tells")->required();
    }
    command->add_flag_callback(
        "--json", [request] { request->format = OutputFormat::json; }, "Print JSON");
    command->callback([request, &exitCode] { exitCode = runModelsForUser(*request); });
  }
}

}  // namespace headscope
