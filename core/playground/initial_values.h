#pragma once

#include <cstdint>
#include <vector>

#include "train/model_shape.h"

namespace headscope {

// All numbers of a model before the first step, from a seed.
//
// Every head begins by copying what it looks at: its values and its part of W_O are each other's
// transpose, with orthonormal columns, and answers are read as words are written. What is left to
// learn is where to look. On coreference with words that were never practised this lifts the share
// of right answers from between 59 and 81 % to between 90 and 94 % (seeds 1 to 5).
//
// Other maps are normal with variance 1 / in; those back to the residual stream smaller by
// √(2 · layers) (Radford et al. 2019, section 2.3).
std::vector<float> initialValues(const ModelShape& shape, std::uint64_t seed);

}  // namespace headscope
