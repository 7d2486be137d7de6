#pragma once

#include <span>

namespace headscope {

// Where the greatest weight lies between first and last, inclusive and cut to what there is; of
// differences the one furthest from 0. The first of equals. -1 where there is no number.
int strongestKey(std::span<const float> weights, int first, int last);

}  // namespace headscope
