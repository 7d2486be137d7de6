#pragma once

#include <string>

#include "error/error.h"
#include "model/attention_source.h"

namespace headscope {

enum class HeadError {
  notAHead = 1,  // not written as one
  noSuchHead,    // the model has not got it
};

// The head that an option names: L3.H1, L3·H1 or 3.1, of a model of this shape. place: the option,
// for errors.
Result<HeadId> findHead(const std::string& text, const AttentionShape& shape,
                        const std::string& place);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(HeadError);
