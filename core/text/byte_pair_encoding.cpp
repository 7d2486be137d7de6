#include "text/byte_pair_encoding.h"

#include <algorithm>
#include <utility>

#include <queue>

#include "text/byte_fallback.h"
#include "text/json_fields.h"

namespace headscope {
namespace {

std::uint64_t pairKey(std::int32_t first, std::int32_t second) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(first)) << 32 |
         static_cast<std::uint32_t>(second);
}

// Where in the typed text the bytes first … last - 1 of a piece come from. Those beyond it, which
// stand for its prefixes and suffixes, come from its last character.
TextSpan spanOfBytes(AlignedView piece, const std::vector<std::size_t>& charAt, std::size_t first,
                     std::size_t last) {
  const std::size_t begin = charAt[std::min(first, charAt.size() - 1)];
  const std::size_t end = charAt[std::min(last, charAt.size()) - 1] + 1;
  return spanOf(piece.subspan(begin, end - begin));
}

}  // namespace

// A stretch of a piece that is one token so far.
struct BytePairEncoding::Symbol {
  std::int32_t id = 0;
  std::size_t bytes = 0;  // 0: it went into the one before it
  std::ptrdiff_t before = -1;
  std::ptrdiff_t after = -1;  // -1: there is none
};

BytePairEncoding::BytePairEncoding(Vocabulary vocabulary, Merges merges, Options options)
    : vocabulary_(std::move(vocabulary)), merges_(std::move(merges)), options_(std::move(options)) {
  texts_.reserve(vocabulary_.size());
  for (const auto& [text, id] : vocabulary_) {
    texts_.emplace(id, text);
  }
}

std::int32_t BytePairEncoding::idOf(std::string_view token) const {
  return headscope::idOf(vocabulary_, token);
}

std::string BytePairEncoding::textOf(std::int32_t id) const {
  const auto found = texts_.find(id);
  return found == texts_.end() ? std::string() : std::string(found->second);
}

std::int32_t BytePairEncoding::vocabularySize() const {
  return static_cast<std::int32_t>(vocabulary_.size());
}

std::vector<BytePairEncoding::Symbol> BytePairEncoding::symbolsOf(AlignedView piece) const {
  std::vector<Symbol> symbols;
  const auto add = [&symbols](std::int32_t id, std::size_t bytes) {
    const auto here = static_cast<std::ptrdiff_t>(symbols.size());
    if (!symbols.empty()) {
      symbols.back().after = here;
    }
    symbols.push_back({.id = id, .bytes = bytes, .before = here - 1});
  };
  const std::int32_t unknownId = options_.unknownToken ? idOf(*options_.unknownToken) : -1;
  std::size_t unknownBytes = 0;  // waiting to become one unknown token
  const auto addUnknown = [&] {
    if (unknownBytes > 0) {
      add(unknownId, std::exchange(unknownBytes, 0));
    }
  };
  std::string text;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    std::string character;
    appendUtf8(piece[i].c, character);
    text = (i > 0 ? options_.continuingPrefix : std::string()) + character +
           (i + 1 == piece.size() ? options_.wordSuffix : std::string());
    if (const std::int32_t id = idOf(text); id >= 0) {
      addUnknown();
      add(id, character.size());
      continue;
    }
    if (options_.byteFallback) {
      const std::vector<Token> bytes = byteTokens(*this, text);
      for (const Token& byte : bytes) {
        add(byte.id, 1);
      }
      if (!bytes.empty()) {
        continue;
      }
    }
    if (unknownId >= 0) {
      if (!options_.fuseUnknown) {
        addUnknown();
      }
      unknownBytes += character.size();
    }
  }
  addUnknown();
  return symbols;
}

void BytePairEncoding::merge(std::vector<Symbol>& symbols) const {
  struct Candidate {
    std::int32_t rank;
    std::size_t at;  // the left one of the two
    std::int32_t id;
    bool operator>(const Candidate& other) const {
      return std::pair(rank, at) > std::pair(other.rank, other.at);
    }
  };
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  const auto propose = [&](std::ptrdiff_t left) {
    if (left < 0 || symbols[static_cast<std::size_t>(left)].after < 0) {
      return;
    }
    const auto at = static_cast<std::size_t>(left);
    const auto next = static_cast<std::size_t>(symbols[at].after);
    const auto found = merges_.find(pairKey(symbols[at].id, symbols[next].id));
    if (found != merges_.end()) {
      queue.push({.rank = found->second.rank, .at = at, .id = found->second.id});
    }
  };
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    propose(static_cast<std::ptrdiff_t>(i));
  }
  while (!queue.empty()) {
    const Candidate best = queue.top();
    queue.pop();
    Symbol& left = symbols[best.at];
    if (left.bytes == 0 || left.after < 0) {
      continue;
    }
    Symbol& right = symbols[static_cast<std::size_t>(left.after)];
    const auto found = merges_.find(pairKey(left.id, right.id));
    if (found == merges_.end() || found->second.id != best.id) {
      continue;  // one of them has become another since
    }
    left.id = best.id;
    left.bytes += right.bytes;
    right.bytes = 0;
    left.after = right.after;
    if (left.after >= 0) {
      symbols[static_cast<std::size_t>(left.after)].before = static_cast<std::ptrdiff_t>(best.at);
    }
    propose(left.before);
    propose(static_cast<std::ptrdiff_t>(best.at));
  }
}

void BytePairEncoding::tokenize(AlignedView piece, std::vector<Token>& tokens) const {
  if (options_.ignoreMerges) {
    const std::string whole = toUtf8(piece);
    if (const std::int32_t id = idOf(whole); id >= 0) {
      tokens.push_back({.id = id, .text = whole, .span = spanOf(piece)});
      return;
    }
  }
  std::vector<Symbol> symbols = symbolsOf(piece);
  merge(symbols);
  const std::vector<std::size_t> charAt = charsOfBytes(piece);
  // Where characters were dropped, later tokens stand too far to the left, as at Hugging Face.
  std::size_t done = 0;
  for (const Symbol& symbol : symbols) {
    if (symbol.bytes > 0) {
      tokens.push_back({.id = symbol.id,
                        .text = std::string(texts_.at(symbol.id)),
                        .span = spanOfBytes(piece, charAt, done, done + symbol.bytes)});
      done += symbol.bytes;
    }
  }
}

namespace {

// A text that may be missing or null.
Result<std::optional<std::string>> optionalTextAt(const JsonPart& part, const char* name) {
  using Text = std::optional<std::string>;
  return part.optionalMember(name).and_then([](const JsonPart& text) -> Result<Text> {
    return text.isNull() ? Result<Text>(std::nullopt)
                         : text.string().map([](std::string&& value) { return Text(value); });
  });
}

// "a b", or ["a", "b"].
Result<std::pair<std::string, std::string>> readMerge(const JsonPart& part) {
  const auto bad = [&part] {
    return part.fail(
        TokenizerError::badMerge,
        "a merge must be two tokens, \"a b\" or [\"a\", \"b\"], found " + part.value().dump());
  };
  if (part.value().is_array()) {
    const nlohmann::json& pair = part.value();
    if (pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) {
      return bad();
    }
    return std::pair(pair[0].get<std::string>(), pair[1].get<std::string>());
  }
  if (!part.value().is_string()) {
    return bad();
  }
  const auto text = part.value().get<std::string>();
  const std::size_t space = text.find(' ');
  if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) {
    return bad();
  }
  return std::pair(text.substr(0, space), text.substr(space + 1));
}

Result<BytePairEncoding::Merges> readMerges(const JsonPart& part, const Vocabulary& vocabulary,
                                            const std::string& continuingPrefix) {
  const auto elements = part.elements();
  if (!elements) {
    return failure(elements.error());
  }
  BytePairEncoding::Merges merges;
  merges.reserve(elements->size());
  std::int32_t rank = 0;
  for (const JsonPart& element : *elements) {
    if (element.value().is_string() &&
        element.value().get_ref<const std::string&>().starts_with("#version")) {
      continue;
    }
    const auto pair = readMerge(element);
    if (!pair) {
      return failure(pair.error());
    }
    const auto& [first, second] = *pair;
    const std::string merged =
        first +
        (second.starts_with(continuingPrefix) ? second.substr(continuingPrefix.size()) : second);
    std::int32_t ids[3] = {};
    const std::string* tokens[3] = {&first, &second, &merged};
    for (int i = 0; i < 3; ++i) {
      const auto found = vocabulary.find(*tokens[i]);
      if (found == vocabulary.end()) {
        return element.fail(TokenizerError::badMerge,
                            "the merge's token '" + *tokens[i] + "' is not in the vocabulary");
      }
      ids[i] = found->second;
    }
    merges.insert_or_assign(pairKey(ids[0], ids[1]),
                            BytePairEncoding::Merge{.rank = rank++, .id = ids[2]});
  }
  return merges;
}

}  // namespace

Result<std::unique_ptr<TokenModel>> readBytePairEncoding(const JsonPart& part) {
  auto vocabulary = part.member("vocab").and_then(readVocabulary);
  if (!vocabulary) {
    return failure(vocabulary.error());
  }
  if (const auto dropout = part.optionalMember("dropout"); dropout && !dropout->isNull()) {
    return dropout->fail(TokenizerError::unsupportedComponent,
                         "dropout is for training: with it a text has no one reading");
  }
  auto unknown = optionalTextAt(part, "unk_token");
  auto prefix = part.stringAtOr("continuing_subword_prefix", "");
  auto suffix = part.stringAtOr("end_of_word_suffix", "");
  if (!unknown || !prefix || !suffix) {
    return failure(!unknown ? unknown.error() : !prefix ? prefix.error() : suffix.error());
  }
  const auto fuse = part.booleanAtOr("fuse_unk", false);
  const auto bytes = part.booleanAtOr("byte_fallback", false);
  const auto ignore = part.booleanAtOr("ignore_merges", false);
  for (const auto* flag : {&fuse, &bytes, &ignore}) {
    if (!*flag) {
      return failure(flag->error());
    }
  }
  if (*unknown && !vocabulary->contains(**unknown)) {
    return part.fail(TokenizerError::unknownTokenMissing,
                     "the unk_token '" + **unknown + "' is not in the vocabulary");
  }
  auto merges = part.member("merges").and_then(
      [&](const JsonPart& list) { return readMerges(list, *vocabulary, *prefix); });
  if (!merges) {
    return failure(merges.error());
  }
  return std::make_unique<BytePairEncoding>(
      std::move(*vocabulary), std::move(*merges),
      BytePairEncoding::Options{.unknownToken = std::move(*unknown),
                                .continuingPrefix = std::move(*prefix),
                                .wordSuffix = std::move(*suffix),
                                .fuseUnknown = *fuse,
                                .byteFallback = *bytes,
                                .ignoreMerges = *ignore});
}

}  // namespace headscope
