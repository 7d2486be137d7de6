#pragma once

#include <memory>
#include <string>

#include "families/load_watch.h"
#include "source/model_source.h"

namespace headscope {

enum class OpenError {
  notFound = 1,  // neither a folder, nor a known model, nor one of the hub's cache, nor a sandbox
};

// A model by what a person calls it: sandbox[:options], playground, the file of a recorded
// training, whose end it is, that of recorded attention, the path of a checkpoint's folder, the
// name of a known model in the user's store, or ORG/REPO[@REVISION] or ORG/REPO/FILE.gguf of the
// hub's cache, in this order. Nothing is fetched. Errors: OpenError; CatalogError for a known
// model, and HubError for one of the hub, that is not on this machine; those of what is opened.
Result<std::shared_ptr<const ModelSource>> openModel(const std::string& reference,
                                                     const LoadWatch& watch = {});

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(OpenError);
