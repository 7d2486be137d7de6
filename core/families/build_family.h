#pragma once

#include <memory>

#include "families/family.h"
#include "families/family_plan.h"

namespace headscope {

// Reads what the plan names. Errors: FamilyError, SafetensorsError for tensors of an unsupported
// dtype.
Result<FamilyModel> buildFamily(const FamilyPlan& plan,
                                std::shared_ptr<const SafetensorsFile> file);

}  // namespace headscope
