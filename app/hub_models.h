#pragma once

#include "catalog/hub_cache.h"
#include "catalog/hub_fetch.h"
#include "models_output.h"

namespace headscope {

// What `headscope models …` does with models of the Hugging Face hub and its cache. What can fail
// gives the exit code, or the error, which is still to be printed.
class HubModels {
 public:
  HubModels(const HubSettings& settings, const HubFetchOptions& options, ModelsOutput& output)
      : settings_(settings), options_(options), cache_(settings.cache), output_(output) {}

  Result<int> get(const HubReference& reference);
  Result<int> path(const HubReference& reference);
  Result<int> verify(const HubReference& reference);
  Result<int> remove(const HubReference& reference);

  // The models of the cache, a line each after a heading; nothing where there are none.
  Result<void> printList();
  Result<ModelsOutput::Json> listAsJson() const;

 private:
  const HubSettings& settings_;
  const HubFetchOptions& options_;
  HubCache cache_;
  ModelsOutput& output_;
};

}  // namespace headscope
