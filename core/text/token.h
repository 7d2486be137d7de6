#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headscope {

// A stretch of the text as typed, in Unicode code points, end exclusive. (0, 0) for a token that
// no typed character made, such as [CLS].
struct TextSpan {
  int begin = 0;
  int end = 0;
  bool operator==(const TextSpan&) const = default;
};

struct Token {
  std::int32_t id = 0;
  std::string text;  // as the vocabulary has it, UTF-8: "##ing"
  TextSpan span;
  int word = -1;  // index of the pre-tokenizer's word it belongs to, -1 for none
  bool special = false;
  bool padding = false;       // masked: it only fills a batch, and no head looks at it
  std::string readable = {};  // as a person reads it, " it", where that is not `text`
  bool operator==(const Token&) const = default;
};

// `readable` where it is there, else `text`.
inline const std::string& shownText(const Token& token) {
  return token.readable.empty() ? token.text : token.readable;
}

// Where a text was cut because the model takes no more tokens.
struct Cut {
  int tokensKept = 0;   // special tokens included
  int tokensTotal = 0;  // what the whole text would have been, special tokens included
  int codePoint = 0;    // the first character of the text that no kept token covers
};

struct Encoding {
  std::vector<Token> tokens;
  std::optional<Cut> cut;
};

}  // namespace headscope
