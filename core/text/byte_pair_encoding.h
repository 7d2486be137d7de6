#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "error/error.h"
#include "text/components.h"
#include "text/vocabulary.h"

namespace headscope {

class JsonPart;

// Byte-pair encoding (Sennrich et al. 2016) as the Hugging Face tokenizers run it: a piece begins
// as its characters, and of all neighbours that have a merge the lowest-ranked merge, leftmost
// first.
class BytePairEncoding : public TokenModel {
 public:
  struct Options {
    std::optional<std::string> unknownToken;  // without one, unknown characters are dropped
    std::string continuingPrefix;             // of every character but a piece's first
    std::string wordSuffix;                   // of a piece's last
    bool fuseUnknown = false;                 // neighbouring unknown characters are one token
    bool byteFallback = false;                // an unknown character is its bytes: <0xE2>
    bool ignoreMerges = false;                // a piece that is a token is not cut
  };
  struct Merge {
    std::int32_t rank = 0;
    std::int32_t id = 0;  // of what the two become
  };
  // By the ids of the two: the first in the upper half of the key.
  using Merges = std::unordered_map<std::uint64_t, Merge>;

  BytePairEncoding(Vocabulary vocabulary, Merges merges, Options options);

  void tokenize(AlignedView piece, std::vector<Token>& tokens) const override;
  std::int32_t idOf(std::string_view token) const override;
  std::string textOf(std::int32_t id) const override;
  std::int32_t vocabularySize() const override;

 private:
  struct Symbol;
  std::vector<Symbol> symbolsOf(AlignedView piece) const;
  void merge(std::vector<Symbol>& symbols) const;

  Vocabulary vocabulary_;
  std::unordered_map<std::int32_t, std::string_view> texts_;  // of the vocabulary's own strings
  Merges merges_;
  Options options_;
};

// {"vocab", "merges", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk",
// "byte_fallback", "ignore_merges"}; merges are "a b" or ["a", "b"]. Errors: missingField,
// wrongType, badMerge, unsupportedComponent for dropout, and readVocabulary's.
Result<std::unique_ptr<TokenModel>> readBytePairEncoding(const JsonPart& part);

}  // namespace headscope
