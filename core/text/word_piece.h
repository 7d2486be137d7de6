#pragma once

#include <memory>
#include <vector>

#include "error/error.h"
#include "text/components.h"
#include "text/vocabulary.h"

namespace headscope {

class JsonPart;

// Greedy longest match from the left (Wu et al. 2016, as BERT has it): a piece for which any step
// finds nothing, or that is too long, becomes one unknown token.
class WordPiece : public TokenModel {
 public:
  struct Options {
    std::string unknownToken = "[UNK]";  // in the vocabulary
    std::string continuingPrefix = "##";
    int maxCharsPerWord = 100;  // code points; so many are still tried
  };

  WordPiece(Vocabulary vocabulary, Options options);

  void tokenize(AlignedView piece, std::vector<Token>& tokens) const override;
  std::int32_t idOf(std::string_view token) const override;
  std::string textOf(std::int32_t id) const override;
  std::int32_t vocabularySize() const override;

 private:
  Vocabulary vocabulary_;
  Options options_;
  std::int32_t unknownId_;
  std::vector<bool> isLength_;  // whether a token has so many bytes
};

// {"vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word"}. Errors:
// missingField, wrongType, invalidId, unknownTokenMissing and readVocabulary's.
Result<std::unique_ptr<TokenModel>> readWordPiece(const JsonPart& part);

}  // namespace headscope
