#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "text/components.h"

namespace headscope {

class JsonPart;

// SentencePiece's compiled normalization rules: a double-array trie from byte strings to places
// among strings that end with NUL.
class CharsMap {
 public:
  // u32 bytes of the trie, the trie, the strings, all little-endian. Nothing where the parts do not
  // fit; a trie that leads nowhere is found out when it is walked.
  static std::optional<CharsMap> read(std::string_view bytes);

  // What the shortest prefix of a text that has a rule becomes; nothing where none has.
  std::optional<std::string_view> find(std::string_view text) const;

 private:
  std::vector<std::uint32_t> trie_;
  std::string strings_;
};

// {"precompiled_charsmap": base64}: each grapheme cluster of less than six bytes, or else each
// character, becomes what the rules say. Errors: missingField, wrongType, badCharsMap.
Result<std::unique_ptr<Normalizer>> readPrecompiled(const JsonPart& part);

}  // namespace headscope
