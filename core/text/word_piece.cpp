#include "text/word_piece.h"

#include <algorithm>
#include <utility>

#include "text/json_fields.h"

namespace headscope {

WordPiece::WordPiece(Vocabulary vocabulary, Options options)
    : vocabulary_(std::move(vocabulary)),
      options_(std::move(options)),
      unknownId_(idOf(options_.unknownToken)) {
  for (const auto& [token, id] : vocabulary_) {
    isLength_.resize(std::max(isLength_.size(), token.size() + 1));
    isLength_[token.size()] = true;
  }
}

std::int32_t WordPiece::idOf(std::string_view token) const {
  return headscope::idOf(vocabulary_, token);
}

std::string WordPiece::textOf(std::int32_t id) const {
  return headscope::textOf(vocabulary_, id);
}

std::int32_t WordPiece::vocabularySize() const {
  return static_cast<std::int32_t>(vocabulary_.size());
}

void WordPiece::tokenize(AlignedView piece, std::vector<Token>& tokens) const {
  const std::size_t before = tokens.size();
  bool known = piece.size() <= static_cast<std::size_t>(options_.maxCharsPerWord);
  std::string candidate;
  std::vector<std::size_t> ends;  // of the candidate's bytes, one a character
  for (std::size_t start = 0; known && start < piece.size();) {
    candidate = start == 0 ? std::string() : options_.continuingPrefix;
    ends.clear();
    for (const AlignedChar& character : piece.subspan(start)) {
      appendUtf8(character.c, candidate);
      if (candidate.size() >= isLength_.size()) {
        break;
      }
      ends.push_back(candidate.size());
    }
    std::size_t length = ends.size();
    auto found = vocabulary_.end();
    for (; length > 0; --length) {
      // To look up what no token can be would take the cube of a long word's length.
      if (!isLength_[ends[length - 1]]) {
        continue;
      }
      found = vocabulary_.find(std::string_view(candidate).substr(0, ends[length - 1]));
      if (found != vocabulary_.end()) {
        break;
      }
    }
    if (length == 0) {
      known = false;
      break;
    }
    tokens.push_back(
        {.id = found->second, .text = found->first, .span = spanOf(piece.subspan(start, length))});
    start += length;
  }
  if (!known) {
    tokens.resize(before);
    tokens.push_back({.id = unknownId_, .text = options_.unknownToken, .span = spanOf(piece)});
  }
}

Result<std::unique_ptr<TokenModel>> readWordPiece(const JsonPart& part) {
  auto vocabulary = part.member("vocab").and_then(readVocabulary);
  if (!vocabulary) {
    return failure(vocabulary.error());
  }
  WordPiece::Options options;
  auto unknown = part.stringAt("unk_token");
  auto prefix = part.stringAt("continuing_subword_prefix");
  const auto most =
      part.member("max_input_chars_per_word").and_then([](const JsonPart& p) { return p.id(); });
  if (!unknown || !prefix || !most) {
    return failure(!unknown ? unknown.error() : !prefix ? prefix.error() : most.error());
  }
  if (!vocabulary->contains(*unknown)) {
    return part.fail(TokenizerError::unknownTokenMissing,
                     "the unk_token '" + *unknown + "' is not in the vocabulary");
  }
  options = {.unknownToken = std::move(*unknown),
             .continuingPrefix = std::move(*prefix),
             .maxCharsPerWord = *most};
  return std::make_unique<WordPiece>(std::move(*vocabulary), std::move(options));
}

}  // namespace headscope
