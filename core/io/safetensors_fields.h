#pragma once

#include <string_view>

#include "io/safetensors_header.h"
#include "io/safetensors_source.h"

namespace headscope {

// The tensors and the metadata that a header's JSON names, each field of the right kind; the
// numbers are not checked against each other. The tensors come in the order of their names.
Result<SafetensorsHeader> parseSafetensorsFields(std::string_view json,
                                                 const SafetensorsSource& source);

}  // namespace headscope
