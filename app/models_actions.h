#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "catalog/fetch.h"
#include "catalog/hub_fetch.h"
#include "catalog/known_models.h"
#include "catalog/model_store.h"
#include "models_output.h"

namespace headscope {

// What `headscope models list | get NAME | path NAME | verify NAME | remove NAME` does. NAME is
// that of a known model, of a folder of the store, or one of the hub: ORG/REPO[@REVISION],
// ORG/REPO/FILE.gguf.

enum class ModelsAction { list, get, path, verify, remove };

struct ModelsRequest {
  ModelsAction action = ModelsAction::list;
  std::string name;  // empty for list
  OutputFormat format = OutputFormat::text;
};

struct ModelsContext {
  std::vector<KnownModel> known;
  ModelStore store;
  FetchOptions fetch;
  HubSettings hub;
  HubFetchOptions hubFetch;
  std::ostream& out;  // results only
  std::ostream& err;  // progress and errors
  ProgressStyle progress = ProgressStyle::separateLines;
};

// Does it; the exit code: 0, 1 (could not do it), 2 (bad input), or 128 + the number of the signal
// (130 for Ctrl+C) that stopped it.
int runModels(const ModelsRequest& request, const ModelsContext& context);

// On the list built into the program, the user's own store, the user's cache of the hub and the
// standard streams.
int runModelsForUser(const ModelsRequest& request);

}  // namespace headscope
