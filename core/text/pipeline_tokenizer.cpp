#include "text/pipeline_tokenizer.h"

#include <algorithm>
#include <utility>

#include "text/growth.h"
#include "text/text_error.h"

namespace headscope {
namespace {

std::vector<AddedToken> typedTokens(const std::vector<AddedToken>& tokens) {
  std::vector<AddedToken> typed;
  std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(typed),
               [](const AddedToken& token) { return !token.normalized; });
  return typed;
}

std::vector<AddedToken> normalizedTokens(const std::vector<AddedToken>& tokens,
                                         const Normalizer* normalizer) {
  std::vector<AddedToken> normalized;
  for (AddedToken token : tokens) {
    if (token.normalized) {
      if (normalizer != nullptr) {
        AlignedText content = alignedText(token.content);
        normalizer->normalize(content);
        token.content = toUtf8(content);
      }
      normalized.push_back(std::move(token));
    }
  }
  return normalized;
}

std::unordered_map<std::int32_t, std::string> textsOf(const std::vector<AddedToken>& tokens) {
  std::unordered_map<std::int32_t, std::string> texts;
  for (const AddedToken& token : tokens) {
    texts.emplace(token.id, token.content);
  }
  return texts;
}

}  // namespace

std::string PipelineTokenizer::textOf(std::int32_t id) const {
  if (const auto added = addedTexts_.find(id); added != addedTexts_.end()) {
    return added->second;
  }
  return readableToken(spelling_, model_->textOf(id));
}

PipelineTokenizer::PipelineTokenizer(Parts parts)
    : normalizer_(std::move(parts.normalizer)),
      preTokenizer_(std::move(parts.preTokenizer)),
      model_(std::move(parts.model)),
      frame_(std::move(parts.frame)),
      spelling_(parts.spelling),
      addedTexts_(textsOf(parts.addedTokens)),
      asTyped_(typedTokens(parts.addedTokens)),
      afterNormalization_(normalizedTokens(parts.addedTokens, normalizer_.get())) {}

std::vector<Token> PipelineTokenizer::tokensOf(std::string_view utf8) const {
  std::vector<Token> tokens;
  int word = 0;
  const auto addAdded = [&](const TextPart& part) {
    // As it was found: with the white space it took, and normalized.
    tokens.push_back({.id = part.added->id,
                      .text = toUtf8(part.text),
                      .span = spanOf(part.text),
                      .word = word++});
  };
  const auto addPiece = [&](const AlignedText& piece) {
    const std::size_t first = tokens.size();
    model_->tokenize(piece, tokens);
    checkGrowth(utf8.size(), tokens.size());
    for (std::size_t i = first; i < tokens.size(); ++i) {
      tokens[i].word = word;
    }
    ++word;
  };
  for (TextPart& typed : asTyped_.split(alignedText(utf8))) {
    if (typed.added != nullptr) {
      addAdded(typed);
      continue;
    }
    if (normalizer_ != nullptr) {
      normalizer_->normalize(typed.text);
    }
    for (TextPart& part : afterNormalization_.split(std::move(typed.text))) {
      if (part.added != nullptr) {
        addAdded(part);
      } else if (preTokenizer_ == nullptr) {
        addPiece(part.text);
      } else {
        for (const AlignedText& piece : preTokenizer_->split(std::move(part.text))) {
          addPiece(piece);
        }
      }
    }
  }
  return tokens;
}

Result<Encoding> PipelineTokenizer::encode(std::string_view utf8, int maxTokens) const {
  if (auto valid = checkUtf8(utf8); !valid) {
    return failure(valid.error());
  }
  std::vector<Token> tokens;
  try {
    tokens = tokensOf(utf8);
  } catch (const CannotTokenize& reason) {
    return failure({.code = reason.code(), .problem = reason.what()});
  }
  trimSpans(frame_.trim, tokens);
  for (Token& token : tokens) {
    if (std::string readable = readableToken(spelling_, token.text); readable != token.text) {
      token.readable = std::move(readable);
    }
  }
  const auto framing = static_cast<int>(frame_.before.size() + frame_.after.size());
  const int room = std::max(maxTokens - framing, 0);
  const int content = static_cast<int>(tokens.size());

  Encoding encoding;
  if (content > room) {
    const auto kept = static_cast<std::size_t>(room);
    encoding.cut = Cut{.tokensKept = room + framing,
                       .tokensTotal = content + framing,
                       .codePoint = tokens[kept].span.begin};
    tokens.resize(kept);
  }
  encoding.tokens.reserve(tokens.size() + static_cast<std::size_t>(framing));
  encoding.tokens = frame_.before;
  std::move(tokens.begin(), tokens.end(), std::back_inserter(encoding.tokens));
  encoding.tokens.insert(encoding.tokens.end(), frame_.after.begin(), frame_.after.end());
  return encoding;
}

}  // namespace headscope
