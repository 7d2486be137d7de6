#pragma once

#include <memory>

#include "error/error.h"
#include "io/gguf_file.h"
#include "text/tokenizer.h"

namespace headscope {

// Every way the tokenizer in a GGUF file's metadata can be bad. What comes of it is read as a
// tokenizer.json, with the errors of that (TokenizerError).
enum class GgufTokenizerError {
  missingKey = 1,
  wrongType,          // of a key's value
  wrongLength,        // scores or types that are not one for each token
  badScore,           // one that is no finite number
  longToken,          // longer than kLongestGgufToken
  idOutOfRange,       // of a special token
  unsupportedModel,   // a tokenizer.ggml.model that is not read here
  tooManyMerges,      // that scores ask for
  unsupportedSplits,  // a tokenizer.ggml.pre that is not read here
};

// The tokenizer that a GGUF file has; null where it has none. llama.cpp keeps a vocabulary and the
// name of a way to cut texts; what Hugging Face's tokenizer of that name does is done here.
Result<std::unique_ptr<Tokenizer>> ggufTokenizer(const GgufFile& file);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(GgufTokenizerError);
