#include "models_actions.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <unistd.h>

#include "exit_code.h"
#include "hub_models.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

using Json = ModelsOutput::Json;

const char* nameOf(ModelState state) {
  switch (state) {
    case ModelState::absent:
      return "not installed";
    case ModelState::incomplete:
      return "incomplete";
    case ModelState::complete:
      return "installed";
  }
  return "";
}

// Whether nobody can have meant a model of the hub by it, or hardly: few are there without ORG/.
bool isWord(const std::string& name) {
  return name.find_first_of("/@") == std::string::npos;
}

// One request at work: its context and the ways out.
class ModelsRun {
 public:
  ModelsRun(const ModelsRequest& request, const ModelsContext& context)
      : request_(request),
        context_(context),
        output_(context.out, context.err, context.progress, request.format),
        hub_(context.hub, context.hubFetch, output_) {}

  int run() {
    const Result<int> exitCode = request_.action == ModelsAction::list ? list() : runNamed();
    return exitCode ? *exitCode : output_.printError(exitCode.error());
  }

 private:
  Result<int> runNamed() {
    const Result<KnownModel> model = findKnownModel(context_.known, request_.name);
    if (model) {
      return runKnown(*model);
    }
    // What someone has put into the store is not in the list, and still has a path and can go.
    if (isInstalled(request_.name) && request_.action == ModelsAction::path) {
      return output_.printPath(request_.name, *context_.store.folderOf(request_.name));
    }
    if (isInstalled(request_.name) && request_.action == ModelsAction::remove) {
      return remove(request_.name);
    }
    return runHub(model.error());
  }

  // `unknown` says that the name is not in the list.
  Result<int> runHub(const Error& unknown) {
    const Result<HubReference> reference = parseHubReference(request_.name);
    if (!reference) {
      return failure(isWord(request_.name) ? unknown : reference.error());
    }
    Result<int> exitCode = runHub(*reference);
    if (exitCode || !isWord(request_.name)) {
      return exitCode;
    }
    Error error = exitCode.error();
    if (error.code == HubError::notCached) {
      return failure(unknown);
    }
    if (error.code == HubError::notFound || error.code == HubError::accessDenied) {
      error.remedy = unknown.remedy + ". Those of the hub are named ORG/REPO";
    }
    return failure(std::move(error));
  }

  Result<int> runHub(const HubReference& reference) {
    switch (request_.action) {
      case ModelsAction::get:
        return hub_.get(reference);
      case ModelsAction::path:
        return hub_.path(reference);
      case ModelsAction::verify:
        return hub_.verify(reference);
      case ModelsAction::remove:
        return hub_.remove(reference);
      case ModelsAction::list:
        break;
    }
    return list();
  }

  Result<int> runKnown(const KnownModel& model) {
    switch (request_.action) {
      case ModelsAction::get:
        return get(model);
      case ModelsAction::path:
        return path(model);
      case ModelsAction::verify:
        return verify(model);
      case ModelsAction::remove:
        return remove(model.name);
      case ModelsAction::list:
        break;
    }
    return list();
  }

  bool isInstalled(const std::string& name) const {
    const Result<std::vector<std::string>> names = context_.store.installed();
    return names && std::find(names->begin(), names->end(), name) != names->end();
  }

  Result<int> list() {
    const Result<std::vector<std::string>> installed = context_.store.installed();
    if (!installed) {
      return failure(installed.error());
    }
    std::vector<std::string> others = *installed;
    for (const KnownModel& model : context_.known) {
      std::erase(others, model.name);
    }
    return output_.isJson() ? printJsonList(others) : printList(others);
  }

  Result<int> printJsonList(const std::vector<std::string>& others) {
    const Result<Json> cached = hub_.listAsJson();
    if (!cached) {
      return failure(cached.error());
    }
    Json list = listAsJson(others);
    list["hub"] = *cached;
    return output_.printJson(list);
  }

  Json listAsJson(const std::vector<std::string>& others) const {
    Json models = Json::array();
    for (const KnownModel& model : context_.known) {
      const ModelState state = context_.store.stateOf(model);
      Json entry{{"name", model.name},       {"title", model.title},       {"family", model.family},
                 {"licence", model.licence}, {"layers", model.layers},     {"heads", model.heads},
                 {"d_model", model.dModel},  {"bytes", totalBytes(model)}, {"known", true},
                 {"state", nameOf(state)}};
      entry["path"] = state == ModelState::absent
                          ? Json()
                          : Json((context_.store.root() / model.name).string());
      models.push_back(std::move(entry));
    }
    for (const std::string& name : others) {
      models.push_back({{"name", name},
                        {"known", false},
                        {"state", nameOf(ModelState::complete)},
                        {"path", (context_.store.root() / name).string()}});
    }
    return Json{{"store", context_.store.root().string()}, {"models", std::move(models)}};
  }

  Result<int> printList(const std::vector<std::string>& others) {
    for (const KnownModel& model : context_.known) {
      context_.out << std::left << std::setw(24) << model.name << ' ' << std::setw(14)
                   << nameOf(context_.store.stateOf(model)) << ' ' << std::right << std::setw(5)
                   << totalBytes(model) / 1'000'000 << " MB  " << std::left << std::setw(11)
                   << model.licence << ' ' << model.title << '\n';
    }
    for (const std::string& name : others) {
      context_.out << std::left << std::setw(24) << name << ' ' << "in the store, not a known model"
                   << '\n';
    }
    if (const Result<void> printed = hub_.printList(); !printed) {
      return failure(printed.error());
    }
    return kDone;
  }

  Result<int> get(const KnownModel& model) {
    const Result<fs::path> folder = fetchModel(
        model, context_.store,
        [this, &model](const FetchProgress& now) {
          output_.showProgress(now.stage, model.name, now.done, now.total);
        },
        output_.stopToken(), context_.fetch);
    return printPath(model, folder);
  }

  Result<int> path(const KnownModel& model) {
    return printPath(model, context_.store.completeFolderOf(model));
  }

  Result<int> printPath(const KnownModel& model, const Result<fs::path>& folder) {
    if (!folder) {
      return failure(folder.error());
    }
    return output_.printPath(model.name, *folder);
  }

  Result<int> verify(const KnownModel& model) {
    const Result<void> checked = context_.store.check(
        model, CheckDepth::hashes,
        [this, &model](std::uint64_t done) {
          output_.showProgress(FetchStage::verifying, model.name, done, totalBytes(model));
        },
        output_.stopToken());
    if (!checked) {
      return failure(checked.error());
    }
    return output_.printVerified(model.name, model.files.size(), "every SHA-256 as it should be");
  }

  Result<int> remove(const std::string& name) {
    if (const Result<void> removed = context_.store.remove(name); !removed) {
      return failure(removed.error());
    }
    return output_.printRemoved(name);
  }

  const ModelsRequest& request_;
  const ModelsContext& context_;
  ModelsOutput output_;
  HubModels hub_;
};

}  // namespace

int runModels(const ModelsRequest& request, const ModelsContext& context) {
  return ModelsRun(request, context).run();
}

int runModelsForUser(const ModelsRequest& request) {
  const Result<std::vector<KnownModel>> known = knownModels();
  const Result<ModelStore> store = ModelStore::ofUser();
  const Result<HubSettings> hub = HubSettings::ofUser();
  for (const Error* error : {known ? nullptr : &known.error(), store ? nullptr : &store.error(),
                             hub ? nullptr : &hub.error()}) {
    if (error != nullptr) {
      return reportError(*error);
    }
  }
  return runModels(request,
                   {.known = *known,
                    .store = *store,
                    .fetch = {},
                    .hub = *hub,
                    .hubFetch = {},
                    .out = std::cout,
                    .err = std::cerr,
                    .progress = ::isatty(STDERR_FILENO) != 0 ? ProgressStyle::rewrittenLine
                                                             : ProgressStyle::separateLines});
}

}  // namespace headscope
