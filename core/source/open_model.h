#pragma once

#include <memory>
#include <string>

#include "source/model_source.h"

namespace headscope {

enum class OpenError {
  notFound = 1,  // neither a folder, nor a known model, nor a sandbox
};

// A model by what a person calls it: sandbox[:options], the path of a checkpoint's folder, or the
// name of a known model in the user's store. Errors: OpenError; CatalogError for a known model that
// is not on this machine; those of what is opened.
Result<std::shared_ptr<const ModelSource>> openModel(const std::string& reference);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(OpenError);
