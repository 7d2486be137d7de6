#pragma once

#include <memory>

#include "families/family.h"
#include "families/family_plan.h"
#include "families/load_watch.h"

namespace headscope {

// Reads what the plan names. Errors: FamilyError, and those of TensorStore::readable.
Result<FamilyModel> buildFamily(const FamilyPlan& plan, std::shared_ptr<const TensorStore> store,
                                const LoadWatch& watch = {});

}  // namespace headscope
