#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "error/error.h"
#include "text/components.h"
#include "text/vocabulary.h"

namespace headscope {

class JsonPart;

// SentencePiece's unigram model (Kudo 2018) as the Hugging Face tokenizers run it: of all ways to
// cut a piece, the one whose scores add up to most.
class Unigram : public TokenModel {
 public:
  struct Piece {
    std::string text;
    double score = 0;  // a log probability
  };
  struct Options {
    std::optional<std::int32_t> unknownId;  // without one, a text with other characters is refused
    bool byteFallback = false;              // what is unknown is its bytes: <0xE2>
  };

  // Ids are places in the list; of equal texts the last counts.
  Unigram(std::vector<Piece> pieces, Options options);

  void tokenize(AlignedView piece, std::vector<Token>& tokens) const override;
  std::int32_t idOf(std::string_view token) const override;
  std::string textOf(std::int32_t id) const override;
  std::int32_t vocabularySize() const override;

 private:
  struct Step;
  std::vector<Step> bestPath(AlignedView piece) const;

  std::vector<Piece> pieces_;
  Vocabulary ids_;
  std::vector<bool> isLength_;  // whether a text has so many bytes
  double unknownScore_ = 0;
  Options options_;
};

// {"vocab": [["piece", score], …], "unk_id", "byte_fallback"}. Errors: missingField, wrongType,
// emptyVocabulary, unknownTokenMissing.
Result<std::unique_ptr<TokenModel>> readUnigram(const JsonPart& part);

}  // namespace headscope
