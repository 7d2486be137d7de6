#pragma once

#include <memory>

#include "error/error.h"
#include "text/components.h"

namespace headscope {

class JsonPart;

// SentencePiece's spaces. {"replacement": "▁", "prepend_scheme": "always" | "first" | "never",
// "split"}: spaces become the replacement, one is put before a text that has none there (before
// every stretch between added tokens, or the first alone), and pieces begin with it. Older files
// have add_prefix_space. Errors: missingField, wrongType.
Result<std::unique_ptr<PreTokenizer>> readMetaspace(const JsonPart& part);

}  // namespace headscope
