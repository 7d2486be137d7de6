#pragma once

#include <stop_token>
#include <string>

#include "catalog/fetch.h"

namespace headscope {

// Fetches a known model to the user's store, or one of the hub to its cache, by the name that
// openModel then takes. Errors: those of fetchModel, parseHubReference and fetchFromHub.
Result<void> fetchByName(const std::string& name, const FetchCallback& callback = {},
                         std::stop_token stop = {});

}  // namespace headscope
