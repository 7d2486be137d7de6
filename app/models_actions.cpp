#include "models_actions.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "exit_code.h"
#include "interrupt_guard.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr int kSignalBase = 128;

int exitCodeOf(const Error& error) {
  return error.kind == ErrorKind::badInput ? kBadInput : kCouldNotDo;
}

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

const char* nameOf(FetchStage stage) {
  switch (stage) {
    case FetchStage::waiting:
      return "Waiting for another fetch of ";
    case FetchStage::downloading:
      return "Downloading ";
    case FetchStage::extracting:
      return "Unpacking ";
    case FetchStage::verifying:
      return "Checking ";
  }
  return "";
}

// One request at work: its context and the errors' way out.
class ModelsRun {
 public:
  ModelsRun(const ModelsRequest& request, const ModelsContext& context)
      : request_(request), context_(context), progress_(context.err, context.progress) {}

  int run() {
    if (request_.action == ModelsAction::list) {
      return list();
    }
    // What someone has put into the store is not in the list, and still has a path and can go.
    const Result<KnownModel> model = findKnownModel(context_.known, request_.name);
    if (!model && isInstalled(request_.name)) {
      switch (request_.action) {
        case ModelsAction::path:
          return printPath(request_.name, *context_.store.folderOf(request_.name));
        case ModelsAction::remove:
          return remove(request_.name);
        default:
          break;
      }
    }
    if (!model) {
      return fail(model.error());
    }
    switch (request_.action) {
      case ModelsAction::get:
        return get(*model);
      case ModelsAction::path:
        return path(*model);
      case ModelsAction::verify:
        return verify(*model);
      case ModelsAction::remove:
        return remove(model->name);
      case ModelsAction::list:
        break;
    }
    return list();
  }

 private:
  bool json() const { return request_.format == OutputFormat::json; }

  int fail(const Error& error) {
    progress_.finish();
    context_.err << "headscope: " << describe(error) << '\n';
    return interrupts_.signalNumber() != 0 ? kSignalBase + interrupts_.signalNumber()
                                           : exitCodeOf(error);
  }

  int print(const Json& json) {
    context_.out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    return kDone;
  }

  bool isInstalled(const std::string& name) const {
    const Result<std::vector<std::string>> names = context_.store.installed();
    return names && std::find(names->begin(), names->end(), name) != names->end();
  }

  int list() {
    const Result<std::vector<std::string>> installed = context_.store.installed();
    if (!installed) {
      return fail(installed.error());
    }
    std::vector<std::string> others = *installed;
    for (const KnownModel& model : context_.known) {
      std::erase(others, model.name);
    }
    return json() ? print(listAsJson(others)) : printList(others);
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

  int printList(const std::vector<std::string>& others) {
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
    return kDone;
  }

  int get(const KnownModel& model) {
    const Result<fs::path> folder = fetchModel(
        model, context_.store,
        [this, &model](const FetchProgress& now) {
          progress_.show(nameOf(now.stage) + model.name, now.done, now.total);
        },
        interrupts_.token(), context_.fetch);
    return folder ? printPath(model.name, *folder) : fail(folder.error());
  }

  int path(const KnownModel& model) {
    const Result<fs::path> folder = context_.store.completeFolderOf(model);
    return folder ? printPath(model.name, *folder) : fail(folder.error());
  }

  int printPath(const std::string& name, const fs::path& folder) {
    progress_.finish();
    if (json()) {
      return print({{"name", name}, {"path", folder.string()}});
    }
    context_.out << folder.string() << '\n';
    return kDone;
  }

  int verify(const KnownModel& model) {
    const Result<void> checked = context_.store.check(
        model, CheckDepth::hashes,
        [this, &model](std::uint64_t done) {
          progress_.show(nameOf(FetchStage::verifying) + model.name, done, totalBytes(model));
        },
        interrupts_.token());
    if (!checked) {
      return fail(checked.error());
    }
    progress_.finish();
    if (json()) {
      return print({{"name", model.name}, {"files", model.files.size()}, {"verified", true}});
    }
    context_.out << model.name << ": " << model.files.size()
                 << " files, every SHA-256 as it should be\n";
    return kDone;
  }

  int remove(const std::string& name) {
    if (const Result<void> removed = context_.store.remove(name); !removed) {
      return fail(removed.error());
    }
    if (json()) {
      return print({{"name", name}, {"removed", true}});
    }
    context_.out << "Removed " << name << '\n';
    return kDone;
  }

  const ModelsRequest& request_;
  const ModelsContext& context_;
  InterruptGuard interrupts_;
  ProgressLine progress_;
};

}  // namespace

int runModels(const ModelsRequest& request, const ModelsContext& context) {
  return ModelsRun(request, context).run();
}

int runModelsForUser(const ModelsRequest& request) {
  const Result<std::vector<KnownModel>> known = knownModels();
  const Result<ModelStore> store = ModelStore::ofUser();
  for (const Error* error : {known ? nullptr : &known.error(), store ? nullptr : &store.error()}) {
    if (error != nullptr) {
      std::cerr << "headscope: " << describe(*error) << '\n';
      return exitCodeOf(*error);
    }
  }
  return runModels(request,
                   {.known = *known,
                    .store = *store,
                    .fetch = {},
                    .out = std::cout,
                    .err = std::cerr,
                    .progress = ::isatty(STDERR_FILENO) != 0 ? ProgressStyle::rewrittenLine
                                                             : ProgressStyle::separateLines});
}

}  // namespace headscope
