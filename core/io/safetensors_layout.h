#pragma once

#include "io/safetensors_header.h"
#include "io/safetensors_source.h"

namespace headscope {

// Sorts a header's tensors by their bytes and checks that those fit the shapes, lie side by side
// and fill the file after header.dataStart exactly.
Result<void> checkSafetensorsLayout(SafetensorsHeader& header, const SafetensorsSource& source);

}  // namespace headscope
