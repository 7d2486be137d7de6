#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "text/text_error.h"
#include "text/tokenizer.h"

namespace headscope {

class JsonPart;

// The tokenizer that a tokenizer.json describes, as the Hugging Face tokenizers run it. A component
// that is not known here is refused by name (TokenizerError::unsupportedComponent): nothing is
// skipped silently. Errors: TokenizerError, JsonError, IoError.
Result<std::unique_ptr<Tokenizer>> loadTokenizer(const std::filesystem::path& path);

// The same from its text; `file` names it in errors.
Result<std::unique_ptr<Tokenizer>> parseTokenizer(std::string_view json, const std::string& file);

// The same from a document; model.vocab may be listed.
Result<std::unique_ptr<Tokenizer>> readTokenizer(const JsonPart& root);

}  // namespace headscope
