#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "catalog/fetch.h"
#include "catalog/known_models.h"
#include "catalog/model_store.h"
#include "progress_line.h"

namespace headscope {

// `headscope models list | get NAME | path NAME | verify NAME | remove NAME`.

enum class ModelsAction { list, get, path, verify, remove };
enum class OutputFormat { text, json };

struct ModelsRequest {
  ModelsAction action = ModelsAction::list;
  std::string name;  // empty for list
  OutputFormat format = OutputFormat::text;
};

struct ModelsContext {
  std::vector<KnownModel> known;
  ModelStore store;
  FetchOptions fetch;
  std::ostream& out;  // results only
  std::ostream& err;  // progress and errors
  ProgressStyle progress = ProgressStyle::separateLines;
};

// Does it; the exit code: 0, 1 (could not do it), 2 (bad input), or 128 + the number of the signal
// (130 for Ctrl+C) that stopped it.
int runModels(const ModelsRequest& request, const ModelsContext& context);

// Adds the subcommand `models` to the program's command line. When the user's words name it, it
// runs as they are parsed, on the user's own store, and leaves its exit code in exitCode.
void addModelsCommand(CLI::App& parent, int& exitCode);

}  // namespace headscope
