#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "text/aligned_text.h"
#include "text/text_error.h"

namespace headscope {

// A text that a tokenizer cannot cut; caught where a text is encoded.
class CannotTokenize : public std::runtime_error {
 public:
  CannotTokenize(TextError code, const std::string& problem)
      : std::runtime_error(problem), code_(code) {}
  TextError code() const { return code_; }

 private:
  TextError code_;
};

// The three kinds of step between a text and its ids. A new one is a new file, with a function
// that reads it, and a line in tokenizer_json.cpp.

class Normalizer {
 public:
  virtual ~Normalizer() = default;
  virtual void normalize(AlignedText& text) const = 0;  // may throw CannotTokenize
};

class PreTokenizer {
 public:
  virtual ~PreTokenizer() = default;
  // Cuts a normalized text into the pieces that the model sees; none is empty. May throw
  // CannotTokenize.
  virtual std::vector<AlignedText> split(AlignedText text) const = 0;
};

class TokenModel {
 public:
  virtual ~TokenModel() = default;
  // Appends the tokens of one piece, with ids, texts and spans. May throw CannotTokenize.
  virtual void tokenize(AlignedView piece, std::vector<Token>& tokens) const = 0;
  // The id of a token of the vocabulary, or -1.
  virtual std::int32_t idOf(std::string_view token) const = 0;
  // The token of an id, or an empty text. May go through the whole vocabulary.
  virtual std::string textOf(std::int32_t id) const = 0;
  virtual std::int32_t vocabularySize() const = 0;
};

}  // namespace headscope
