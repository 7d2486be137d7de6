#include "catalog/fetch_by_name.h"

#include <utility>

#include "catalog/hub_fetch.h"
#include "catalog/known_models.h"
#include "catalog/model_store.h"

namespace headscope {

Result<void> fetchByName(const std::string& name, const FetchCallback& callback,
                         std::stop_token stop) {
  const auto models = knownModels();
  if (!models) {
    return failure(models.error());
  }
  if (const auto known = findKnownModel(*models, name)) {
    const auto store = ModelStore::ofUser();
    if (!store) {
      return failure(store.error());
    }
    const auto folder = fetchModel(*known, *store, callback, std::move(stop));
    return folder ? Result<void>() : failure(folder.error());
  }
  const auto reference = parseHubReference(name);
  if (!reference) {
    return failure(reference.error());
  }
  const auto settings = HubSettings::ofUser();
  if (!settings) {
    return failure(settings.error());
  }
  const auto fetched = fetchFromHub(*reference, *settings, callback, std::move(stop));
  return fetched ? Result<void>() : failure(fetched.error());
}

}  // namespace headscope
