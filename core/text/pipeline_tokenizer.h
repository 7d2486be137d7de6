#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "text/added_tokens.h"
#include "text/components.h"
#include "text/post_processors.h"
#include "text/token_spelling.h"
#include "text/tokenizer.h"

namespace headscope {

// A tokenizer as tokenizer.json describes one: added tokens found first, the rest normalized, cut
// into pieces, given to the model, and framed with special tokens.
class PipelineTokenizer : public Tokenizer {
 public:
  struct Parts {
    std::vector<AddedToken> addedTokens;
    std::unique_ptr<Normalizer> normalizer;      // or null
    std::unique_ptr<PreTokenizer> preTokenizer;  // or null
    std::unique_ptr<TokenModel> model;
    SpecialTokenFrame frame;
    TokenSpelling spelling = TokenSpelling::plain;
  };

  // Brings the added tokens into the form of the texts in which they are looked for; throws
  // CannotTokenize where the normalizer cannot.
  explicit PipelineTokenizer(Parts parts);

  Result<Encoding> encode(std::string_view utf8, int maxTokens) const override;
  std::string textOf(std::int32_t id) const override;

 private:
  std::vector<Token> tokensOf(std::string_view utf8) const;

  std::unique_ptr<Normalizer> normalizer_;
  std::unique_ptr<PreTokenizer> preTokenizer_;
  std::unique_ptr<TokenModel> model_;
  SpecialTokenFrame frame_;
  TokenSpelling spelling_;
  std::unordered_map<std::int32_t, std::string> addedTexts_;
  AddedTokens asTyped_;
  AddedTokens afterNormalization_;
};

}  // namespace headscope
