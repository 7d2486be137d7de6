#pragma once

#include <limits>
#include <string_view>

#include "error/error.h"
#include "text/token.h"

namespace headscope {

inline constexpr int kNoTokenLimit = std::numeric_limits<int>::max();

// Cuts a typed text into a model's tokens. Const and safe to use from several threads.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  // At most maxTokens tokens, special ones included; a longer text is cut at its end, as the
  // Hugging Face tokenizers do, and Encoding::cut says where. Error: TextError::invalidUtf8.
  virtual Result<Encoding> encode(std::string_view utf8, int maxTokens = kNoTokenLimit) const = 0;

  // The token of an id as a person reads it; empty where there is none.
  virtual std::string textOf(std::int32_t id) const = 0;
};

}  // namespace headscope
