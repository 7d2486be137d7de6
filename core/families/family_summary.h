#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "families/family_error.h"
#include "io/gguf_file.h"

namespace headscope {

// What a checkpoint is by its configuration alone, for lists of models.
struct FamilySummary {
  std::string family;  // for people: "BERT"
  int layers = 0;
  int heads = 0;
  bool readsImages = false;
};

// Errors: FamilyError.
Result<FamilySummary> summarizeFamily(const nlohmann::json& config, const std::string& configFile);
Result<FamilySummary> summarizeGguf(const GgufFile& file);

}  // namespace headscope
