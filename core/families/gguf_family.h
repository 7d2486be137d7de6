#pragma once

#include <memory>

#include "families/family.h"
#include "io/gguf_file.h"

namespace headscope {

// Builds the model that a GGUF file holds, by its general.architecture. Errors: FamilyError, and
// those of TensorStore::readable.
Result<FamilyModel> loadGgufFamily(const std::shared_ptr<const GgufFile>& file,
                                   const LoadWatch& watch = {});

}  // namespace headscope
