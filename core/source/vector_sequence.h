#pragma once

#include <string>

#include "source/model_source.h"

namespace headscope {

// A CSV file as a sequence of vectors: a row each, labelled by its first column where that is no
// number, else without labels. Errors: those of readCsv.
Result<VectorSequence> readVectorSequence(const std::string& file);

}  // namespace headscope
