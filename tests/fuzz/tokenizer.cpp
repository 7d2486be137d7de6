#include "fuzz/entries.h"
#include "fuzz/promises.h"
#include "fuzz/use_tokenizer.h"
#include "text/tokenizer_json.h"

namespace headscope {

Result<void> readAsTokenizer(std::span<const std::byte> input) {
  const auto [json, text] = splitAtNul(input);
  const auto tokenizer = parseTokenizer(textOf(json), "tokenizer.json");
  if (!tokenizer) {
    return refused(tokenizer.error());
  }
  useTokenizer(**tokenizer, textOf(text));
  return {};
}

}  // namespace headscope
