#pragma once

#include <string>
#include <string_view>

namespace headscope {

// How a byte-level tokenizer of a GGUF file cuts texts, which the file only names, in the words of
// tokenizer.json.
struct GgufSplits {
  std::string_view normalizer;     // JSON
  std::string_view preTokenizer;   // JSON
  bool ignoreMerges = false;       // a piece that is a token is not cut
  bool beginsWithSpecial = false;  // where the file does not say add_bos_token
};

// By tokenizer.ggml.pre; null for a name that is not known.
const GgufSplits* ggufSplitsNamed(std::string_view name);

// All names, for errors.
std::string knownGgufSplits();

}  // namespace headscope
