#include "text/token_words.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "text/aligned_text.h"
#include "text/char_classes.h"
#include "text/text_error.h"

namespace headscope {
namespace {

constexpr std::string_view kContinuing = "##";  // WordPiece's, before all but a word's first token

bool beginsWithSpace(const Token& token) {
  const AlignedText text = alignedText(shownText(token));
  return !text.empty() && isWhiteSpace(text.front().c);
}

// Without a prefix that nobody typed: such a token is longer than what it stands for.
std::string_view withoutPrefix(const Token& token) {
  std::string_view text = token.text;
  const auto typed = static_cast<std::size_t>(token.span.end - token.span.begin);
  if (text.starts_with(kContinuing) && alignedText(text).size() > typed) {
    text.remove_prefix(kContinuing.size());
  }
  return text;
}

// A readable token with its numbered bytes, "<E6>", as the bytes they are.
std::string bytesOfReadable(std::string_view readable) {
  constexpr std::size_t kLength = 4;
  constexpr int kFirstOfMany = 0x80;  // the others are characters by themselves
  std::string bytes;
  while (!readable.empty()) {
    int byte = 0;
    const bool framed = readable.size() >= kLength && readable[0] == '<' && readable[3] == '>';
    const char* end = framed ? readable.data() + 3 : readable.data();
    const bool isByte = framed && std::from_chars(readable.data() + 1, end, byte, 16).ptr == end &&
                        byte >= kFirstOfMany;
    bytes += isByte ? static_cast<char>(byte) : readable.front();
    readable.remove_prefix(isByte ? kLength : 1);
  }
  return bytes;
}

}  // namespace

bool continuesWord(const Token& before, const Token& token) {
  return token.word >= 0 && token.word == before.word && !token.special && !before.special &&
         !beginsWithSpace(token);
}

Token joinedToken(std::span<const Token> tokens) {
  Token joined = tokens.front();
  if (tokens.size() == 1) {
    return joined;
  }
  joined.text = shownText(joined);
  joined.readable.clear();
  joined.span.end = tokens.back().span.end;
  joined.padding = std::ranges::all_of(tokens, &Token::padding);
  std::string bytes = bytesOfReadable(joined.text);
  for (const Token& token : tokens.subspan(1)) {
    const std::string text(token.readable.empty() ? withoutPrefix(token) : token.readable);
    joined.text += text;
    bytes += bytesOfReadable(text);
  }
  if (checkUtf8(bytes)) {
    joined.text = std::move(bytes);
  }
  return joined;
}

}  // namespace headscope
