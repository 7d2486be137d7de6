#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "text/components.h"

namespace headscope {

// A token that is found in the text as it stands, before the model sees the rest.
struct AddedToken {
  std::int32_t id = 0;
  std::string content;
  bool singleWord = false;  // not where a letter or digit touches it
  bool leftStrip = false;   // takes the white space before it
  bool rightStrip = false;  // takes the white space after it
  bool normalized = false;  // looked for after normalization
};

// A stretch of text: an added token, or text still to be worked on.
struct TextPart {
  AlignedText text;
  const AddedToken* added = nullptr;  // of the AddedTokens that split the text
};

// Finds added tokens, leftmost and longest first, before any takes white space: one that begins
// with white space is found even where the one before it took that, and both then have it.
class AddedTokens {
 public:
  // `tokens` all have the same `normalized`; contents of normalized ones are given normalized.
  explicit AddedTokens(std::vector<AddedToken> tokens);

  // The text's parts in order; none is empty.
  std::vector<TextPart> split(AlignedText text) const;

 private:
  struct Pattern {
    AddedToken token;
    std::u32string content;
  };
  const Pattern* matchAt(const AlignedText& text, std::size_t at) const;

  std::vector<Pattern> patterns_;
};

}  // namespace headscope
