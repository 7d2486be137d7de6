#include "fuzz/use_tokenizer.h"

#include <algorithm>
#include <string>

#include "fuzz/promises.h"
#include "io/utf8.h"
#include "text/text_error.h"

namespace headscope {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kTexts[] = {
    ""sv,
    " "sv,
    "\0"sv,
    "The animal didn't cross the street because it was too tired."sv,
    "[CLS] <s><unk>▁▁<0x41></s><|endoftext|> [MASK][SEP]"sv,
    "\r\n\t 1234567890, 3.5e-1\n\n  naïve Ĳsland ÅÅ"sv,
    "我喜欢苹果 ﷺ ﬁ ℌ İ ẞ ǅ \u200B\uFEFF\u2028 क्षि"sv,
    "👩‍👩‍👧‍👦🏳️‍🌈 \U0010FFFF\U00016E40\U0001E900 e\u0301\u0327\u0301"sv,
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"sv,
    "\xED\xA0\x80"sv,
};

int codePoints(std::string_view utf8) {
  return static_cast<int>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void check(const Token& token, int length) {
  promise(token.id >= 0, "a token has an id");
  promise(0 <= token.span.begin && token.span.begin <= token.span.end && token.span.end <= length,
          "a token lies in the text");
  promise(!firstInvalidUtf8(token.text), "a token's text is UTF-8");
  promise(!firstInvalidUtf8(token.readable), "a token is shown as UTF-8");
}

// Whether it did not take too long.
bool encodeText(const Tokenizer& tokenizer, std::string_view text) {
  constexpr int kFew = 5;
  const Result<Encoding> whole = tokenizer.encode(text);
  const Result<Encoding> few = tokenizer.encode(text, kFew);
  for (const Result<Encoding>* encoding : {&whole, &few}) {
    if (!*encoding) {
      refused(encoding->error());
      if (encoding->error().code == TextError::tooComplex) {
        return false;
      }
    }
  }
  promise(whole.has_value() == few.has_value(), "a limit of tokens refuses no text");
  if (!whole) {
    return true;
  }
  promise(!whole->cut, "without a limit nothing is cut");
  const int length = codePoints(text);
  for (const Result<Encoding>* encoding : {&whole, &few}) {
    for (const Token& token : (*encoding)->tokens) {
      check(token, length);
    }
  }
  if (few->cut) {
    promise(few->cut->tokensTotal == static_cast<int>(whole->tokens.size()), "it says how many");
    promise(few->cut->codePoint >= 0 && few->cut->codePoint <= length, "it says where it is cut");
  } else {
    promise(few->tokens == whole->tokens, "a text that fits is not cut");
  }
  return true;
}

}  // namespace

void useTokenizer(const Tokenizer& tokenizer, std::string_view more) {
  constexpr int kTimes = 40;
  for (const std::string_view text : kTexts) {
    if (!encodeText(tokenizer, text)) {
      return;
    }
  }
  std::string manyTimes;
  for (int i = 0; i < kTimes; ++i) {
    manyTimes += more;
  }
  if (encodeText(tokenizer, more)) {
    encodeText(tokenizer, manyTimes);
  }
}

}  // namespace headscope
