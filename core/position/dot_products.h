#pragma once

#include <vector>

#include "tensor/matrix.h"

namespace headscope {

// The dot product of one position's encoding with that of every position, so that entry j belongs
// to the distance j - position: (length), summed in double. Of sinusoids of even width it is
// Σ cos(frequency * distance), whichever position is asked. table (length, d_model). Empty if
// `position` is no row of it.
std::vector<double> dotProducts(const ConstMatrixRef& table, Index position);

}  // namespace headscope
