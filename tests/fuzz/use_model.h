#pragma once

#include "families/family.h"

namespace headscope {

// Runs a model on a few words of its table, as many as it takes at most.
void useModel(const FamilyModel& model);

}  // namespace headscope
