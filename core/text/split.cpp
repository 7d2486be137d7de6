#include "text/split.h"

#include <algorithm>
#include <utility>

#include "text/char_classes.h"
#include "text/json_fields.h"
#include "text/sequences.h"

namespace headscope {
namespace {

struct Stretch {
  CharSpan span;
  bool isMatch = false;
};

// Matches and what lies between them, in order.
std::vector<Stretch> stretches(std::size_t length, std::span<const CharSpan> matches,
                               Matches which) {
  const bool found = which == Matches::asFound;
  std::vector<Stretch> result;
  std::size_t done = 0;
  for (const CharSpan& match : matches) {
    if (match.begin > done) {
      result.push_back({.span = {done, match.begin}, .isMatch = !found});
    }
    result.push_back({.span = match, .isMatch = found});
    done = match.end;
  }
  if (done < length) {
    result.push_back({.span = {done, length}, .isMatch = !found});
  }
  return result;
}

// Whether a stretch joins the one before it.
bool joins(SplitBehavior behavior, const Stretch* before, const Stretch& stretch) {
  if (before == nullptr) {
    return false;
  }
  switch (behavior) {
    case SplitBehavior::removed:
    case SplitBehavior::isolated:
      return false;
    case SplitBehavior::mergedWithPrevious:
      return stretch.isMatch && !before->isMatch;
    case SplitBehavior::mergedWithNext:
      return !stretch.isMatch && before->isMatch;
    case SplitBehavior::contiguous:
      return stretch.isMatch == before->isMatch;
  }
  return false;
}

class RegexSplit : public PreTokenizer {
 public:
  RegexSplit(Regex regex, SplitBehavior behavior, Matches which)
      : regex_(std::move(regex)), behavior_(behavior), which_(which) {}

  std::vector<AlignedText> split(AlignedText text) const override {
    return splitAt(text, regex_.findAll(text), behavior_, which_);
  }

 private:
  Regex regex_;
  SplitBehavior behavior_;
  Matches which_;
};

class CharSplit : public PreTokenizer {
 public:
  CharSplit(bool (*isMatch)(char32_t), SplitBehavior behavior)
      : isMatch_(isMatch), behavior_(behavior) {}

  std::vector<AlignedText> split(AlignedText text) const override {
    std::vector<CharSpan> matches;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (isMatch_(text[i].c)) {
        matches.push_back({.begin = i, .end = i + 1});
      }
    }
    return splitAt(text, matches, behavior_);
  }

 private:
  bool (*isMatch_)(char32_t);
  SplitBehavior behavior_;
};

// A literal as a pattern that matches it alone.
std::string quoted(const std::string& literal) {
  std::string pattern;
  for (const char c : literal) {
    if (std::string_view("\\.+*?()|[]{}^$#&-~").find(c) != std::string_view::npos) {
      pattern += '\\';
    }
    pattern += c;
  }
  return pattern;
}

}  // namespace

std::vector<AlignedText> splitAt(const AlignedText& text, std::span<const CharSpan> matches,
                                 SplitBehavior behavior, Matches which) {
  std::vector<AlignedText> pieces;
  const std::vector<Stretch> all = stretches(text.size(), matches, which);
  const Stretch* before = nullptr;
  for (const Stretch& stretch : all) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(stretch.span.begin);
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(stretch.span.end);
    if (!(behavior == SplitBehavior::removed && stretch.isMatch) && begin != end) {
      if (!joins(behavior, before, stretch) || pieces.empty()) {
        pieces.emplace_back();
      }
      pieces.back().insert(pieces.back().end(), begin, end);
    }
    before = &stretch;
  }
  return pieces;
}

Result<SplitBehavior> readSplitBehavior(const JsonPart& part) {
  constexpr std::pair<const char*, SplitBehavior> kNames[] = {
      {"Removed", SplitBehavior::removed},
      {"Isolated", SplitBehavior::isolated},
      {"MergedWithPrevious", SplitBehavior::mergedWithPrevious},
      {"MergedWithNext", SplitBehavior::mergedWithNext},
      {"Contiguous", SplitBehavior::contiguous}};
  const auto name = part.string();
  if (!name) {
    return failure(name.error());
  }
  for (const auto& [known, behavior] : kNames) {
    if (*name == known) {
      return behavior;
    }
  }
  return part.fail(TokenizerError::wrongType, "there is no behavior '" + *name + "'");
}

Result<Regex> readPattern(const JsonPart& part) {
  const auto literal = part.optionalMember("String");
  if (!literal) {
    return failure(literal.error());
  }
  const bool isLiteral = !literal->isNull();
  const auto pattern = isLiteral ? literal->string() : part.stringAt("Regex");
  if (!pattern) {
    return failure(pattern.error());
  }
  return Regex::compile(isLiteral ? quoted(*pattern) : *pattern, part);
}

Result<std::unique_ptr<PreTokenizer>> readSplit(const JsonPart& part) {
  auto pattern = part.member("pattern").and_then(readPattern);
  const auto behavior = part.member("behavior").and_then(readSplitBehavior);
  const auto invert = part.booleanAt("invert");
  if (!pattern || !behavior || !invert) {
    return failure(!pattern ? pattern.error() : !behavior ? behavior.error() : invert.error());
  }
  return std::make_unique<RegexSplit>(std::move(*pattern), *behavior,
                                      *invert ? Matches::inverted : Matches::asFound);
}

Result<std::unique_ptr<PreTokenizer>> readDigits(const JsonPart& part) {
  const auto individual = part.booleanAt("individual_digits");
  if (!individual) {
    return failure(individual.error());
  }
  return std::make_unique<CharSplit>(
      isNumeric, *individual ? SplitBehavior::isolated : SplitBehavior::contiguous);
}

Result<std::unique_ptr<PreTokenizer>> readWhitespaceSplit(const JsonPart& /*part*/) {
  return std::make_unique<CharSplit>(isWhiteSpace, SplitBehavior::removed);
}

// By our own classes: it is not Oniguruma that Hugging Face runs here, and its \w has no joiners.
Result<std::unique_ptr<PreTokenizer>> readWhitespace(const JsonPart& /*part*/) {
  std::vector<std::unique_ptr<PreTokenizer>> steps;
  steps.push_back(std::make_unique<CharSplit>(isWhiteSpace, SplitBehavior::removed));
  steps.push_back(std::make_unique<CharSplit>(isWordCharacter, SplitBehavior::contiguous));
  return preTokenizersInTurn(std::move(steps));
}

}  // namespace headscope
