#include "text/unigram.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "text/byte_fallback.h"
#include "text/json_fields.h"

namespace headscope {
namespace {

constexpr double kUnknownPenalty = 10;  // below the least score

}  // namespace

// The best way to the end of a character: its last token.
struct Unigram::Step {
  double score = 0;
  std::int32_t id = -1;
  std::size_t from = 0;
  bool reached = false;
};

Unigram::Unigram(std::vector<Piece> pieces, Options options)
    : pieces_(std::move(pieces)), options_(options) {
  double least = std::numeric_limits<double>::infinity();
  ids_.reserve(pieces_.size());
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    ids_.insert_or_assign(pieces_[i].text, static_cast<std::int32_t>(i));
    isLength_.resize(std::max(isLength_.size(), pieces_[i].text.size() + 1));
    isLength_[pieces_[i].text.size()] = true;
    least = std::min(least, pieces_[i].score);
  }
  unknownScore_ = least - kUnknownPenalty;
}

std::int32_t Unigram::idOf(std::string_view token) const {
  return headscope::idOf(ids_, token);
}

std::string Unigram::textOf(std::int32_t id) const {
  return id >= 0 && id < vocabularySize() ? pieces_[static_cast<std::size_t>(id)].text
                                          : std::string();
}

std::int32_t Unigram::vocabularySize() const {
  return static_cast<std::int32_t>(pieces_.size());
}

// Viterbi, character by character; of equal sums the way that was found first stays.
std::vector<Unigram::Step> Unigram::bestPath(AlignedView piece) const {
  std::vector<Step> steps(piece.size() + 1);
  const auto take = [&steps](std::size_t from, std::size_t to, std::int32_t id, double score) {
    const double sum = steps[from].score + score;
    if (!steps[to].reached || sum > steps[to].score) {
      steps[to] = {.score = sum, .id = id, .from = from, .reached = true};
    }
  };
  std::string text;
  for (std::size_t from = 0; from < piece.size(); ++from) {
    text.clear();
    bool single = false;
    for (std::size_t to = from + 1; to <= piece.size(); ++to) {
      appendUtf8(piece[to - 1].c, text);
      if (text.size() >= isLength_.size()) {
        break;
      }
      if (!isLength_[text.size()]) {
        continue;
      }
      if (const std::int32_t id = idOf(text); id >= 0) {
        take(from, to, id, pieces_[static_cast<std::size_t>(id)].score);
        single = single || to == from + 1;
      }
    }
    if (!single) {
      if (!options_.unknownId) {
        std::string character;
        appendUtf8(piece[from].c, character);
        throw CannotTokenize(
            TextError::noUnknownToken,
            "the tokenizer has no token for '" + character + "', and none for what is unknown");
      }
      take(from, from + 1, *options_.unknownId, unknownScore_);
    }
  }
  return steps;
}

void Unigram::tokenize(AlignedView piece, std::vector<Token>& tokens) const {
  const std::vector<Step> steps = bestPath(piece);
  struct Stretch {
    std::size_t from;
    std::size_t to;
    bool unknown;
  };
  std::vector<Stretch> stretches;  // from the last to the first; unknown neighbours are one
  for (std::size_t to = piece.size(); to > 0; to = steps[to].from) {
    const bool unknown = options_.unknownId && steps[to].id == *options_.unknownId;
    if (unknown && !stretches.empty() && stretches.back().unknown) {
      stretches.back().from = steps[to].from;
    } else {
      stretches.push_back({.from = steps[to].from, .to = to, .unknown = unknown});
    }
  }
  for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch) {
    const AlignedView part = piece.subspan(stretch->from, stretch->to - stretch->from);
    const std::string text = toUtf8(part);
    std::int32_t id = idOf(text);
    if (id < 0 && options_.byteFallback) {
      std::vector<Token> bytes = byteTokens(*this, text);
      for (Token& byte : bytes) {
        byte.span = spanOf(part);
        tokens.push_back(std::move(byte));
      }
      if (!bytes.empty()) {
        continue;
      }
    }
    if (id < 0) {
      id = *options_.unknownId;
    }
    tokens.push_back({.id = id, .text = text, .span = spanOf(part)});
  }
}

namespace {

// The number that the Hugging Face tokenizers read for a decimal fraction: its digits as a double,
// by a power of ten, which may be off in the last bit. Where two ways have the same sum, the bit
// decides between them.
double asReferenceReads(double value) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
  if (end.ec != std::errc() || !std::isfinite(value)) {
    return value;
  }
  std::uint64_t digits = 0;
  int exponent = 0;
  bool fraction = false;
  for (const char* c = text.data(); c != end.ptr; ++c) {
    if (*c == 'e') {
      int power = 0;
      std::from_chars(c[1] == '+' ? c + 2 : c + 1, end.ptr, power);
      exponent += power;
      break;
    }
    if (*c == '.') {
      fraction = true;
    } else if (*c != '-') {
      digits = digits * 10 + static_cast<std::uint64_t>(*c - '0');
      exponent -= fraction ? 1 : 0;
    }
  }
  const double power = std::pow(10.0, std::abs(exponent));
  const double size =
      exponent < 0 ? static_cast<double>(digits) / power : static_cast<double>(digits) * power;
  return value < 0 ? -size : size;
}

Result<Unigram::Piece> readPiece(const JsonPart& part) {
  const nlohmann::json& pair = part.value();
  if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_number()) {
    return part.fail(TokenizerError::wrongType,
                     "expected a piece and its score, found " + pair.dump());
  }
  return Unigram::Piece{.text = pair[0].get<std::string>(),
                        .score = asReferenceReads(pair[1].get<double>())};
}

}  // namespace

Result<std::unique_ptr<TokenModel>> readUnigram(const JsonPart& part) {
  const auto list = part.member("vocab").and_then([](const JsonPart& p) { return p.elements(); });
  if (!list) {
    return failure(list.error());
  }
  if (list->empty()) {
    return part.fail(TokenizerError::emptyVocabulary, "the vocabulary has no tokens");
  }
  std::vector<Unigram::Piece> pieces;
  pieces.reserve(list->size());
  for (const JsonPart& element : *list) {
    auto piece = readPiece(element);
    if (!piece) {
      return failure(piece.error());
    }
    pieces.push_back(std::move(*piece));
  }
  Unigram::Options options;
  const auto unknown = part.optionalMember("unk_id");
  const auto bytes = part.booleanAtOr("byte_fallback", false);
  if (!unknown || !bytes) {
    return failure(!unknown ? unknown.error() : bytes.error());
  }
  options.byteFallback = *bytes;
  if (!unknown->isNull()) {
    const auto id = unknown->id();
    if (!id) {
      return failure(id.error());
    }
    if (*id >= static_cast<std::int32_t>(pieces.size())) {
      return unknown->fail(TokenizerError::unknownTokenMissing,
                           "the unk_id " + std::to_string(*id) + " is not in the vocabulary");
    }
    options.unknownId = *id;
  }
  return std::make_unique<Unigram>(std::move(pieces), options);
}

}  // namespace headscope
