#include "text/added_tokens.h"

#include <algorithm>
#include <utility>

#include "text/char_classes.h"

namespace headscope {
namespace {

void appendText(AlignedText text, std::vector<TextPart>& parts) {
  if (!text.empty()) {
    parts.push_back({.text = std::move(text)});
  }
}

}  // namespace

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) {
  for (AddedToken& token : tokens) {
    std::u32string content;
    for (const AlignedChar& character : alignedText(token.content)) {
      content.push_back(character.c);
    }
    if (!content.empty()) {
      patterns_.push_back({.token = std::move(token), .content = std::move(content)});
    }
  }
  // The longest that matches comes first.
  std::stable_sort(patterns_.begin(), patterns_.end(), [](const Pattern& a, const Pattern& b) {
    return a.content.size() > b.content.size();
  });
}

const AddedTokens::Pattern* AddedTokens::matchAt(const AlignedText& text, std::size_t at) const {
  for (const Pattern& pattern : patterns_) {
    const std::size_t length = pattern.content.size();
    if (length > text.size() - at ||
        !std::equal(pattern.content.begin(), pattern.content.end(),
                    text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char32_t c, const AlignedChar& character) { return c == character.c; })) {
      continue;
    }
    return &pattern;
  }
  return nullptr;
}

std::vector<TextPart> AddedTokens::split(AlignedText text) const {
  std::vector<TextPart> parts;
  if (patterns_.empty()) {
    appendText(std::move(text), parts);
    return parts;
  }
  const auto slice = [&text](std::size_t first, std::size_t last) {
    return AlignedText(text.begin() + static_cast<std::ptrdiff_t>(first),
                       text.begin() + static_cast<std::ptrdiff_t>(last));
  };
  std::size_t done = 0;  // everything before stands in a part
  for (std::size_t at = 0; at < text.size();) {
    const Pattern* pattern = matchAt(text, at);
    if (pattern == nullptr) {
      ++at;
      continue;
    }
    std::size_t first = at;
    const std::size_t end = at + pattern->content.size();
    std::size_t last = end;
    const bool touched = (first > 0 && isWordCharacter(text[first - 1].c)) ||
                         (last < text.size() && isWordCharacter(text[last].c));
    at = end;
    if (pattern->token.singleWord && touched) {
      continue;
    }
    if (pattern->token.leftStrip) {
      while (first > 0 && isWhiteSpace(text[first - 1].c)) {
        --first;
      }
      first = std::max(first, done);
    }
    while (pattern->token.rightStrip && last < text.size() && isWhiteSpace(text[last].c)) {
      ++last;
    }
    if (first >= last) {
      continue;  // another took it as white space
    }
    appendText(slice(std::min(done, first), first), parts);
    parts.push_back({.text = slice(first, last), .added = &pattern->token});
    done = last;
  }
  appendText(slice(done, text.size()), parts);
  return parts;
}

}  // namespace headscope
