#pragma once

#include <QString>

#include "source/list_models.h"

namespace headscope {

// What a list of models says beside a name: family, layers x heads, size, and what is missing.
QString modelDetail(const ListedModel& model);

}  // namespace headscope
