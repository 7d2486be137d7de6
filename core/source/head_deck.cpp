#include "source/head_deck.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "playground/random.h"
#include "tensor/seeded.h"
#include "text/aligned_text.h"
#include "text/bert_charsets.h"

namespace headscope {
namespace {

using Ids = std::vector<std::int32_t>;

// Eight tokens twice: no longer than what small models have been trained on. A few such sequences,
// since in one a head may be lucky.
constexpr Index kRepeated = 8;
constexpr int kRepetitions = 6;
constexpr int kShuffles = 2;

bool isPunctuation(const Token& token) {
  const AlignedText text = alignedText(shownText(token));
  const auto isSpace = [](const AlignedChar& character) { return character.c == U' '; };
  return !token.special && !std::ranges::all_of(text, isSpace) &&
         std::ranges::all_of(text, [&](const AlignedChar& character) {
           return isSpace(character) || isBertPunctuation(character.c);
         });
}

// The special tokens that a model puts before and after every text.
struct Specials {
  Ids before;
  Ids after;
  std::size_t size() const { return before.size() + after.size(); }
};

Specials specialsOf(const std::vector<Token>& tokens) {
  Specials specials;
  auto first = tokens.begin();
  for (; first != tokens.end() && first->special; ++first) {
    specials.before.push_back(first->id);
  }
  for (auto last = tokens.end(); last != first && std::prev(last)->special; --last) {
    specials.after.insert(specials.after.begin(), std::prev(last)->id);
  }
  return specials;
}

std::shared_ptr<const AttentionSource> attentionOf(const ModelSource& model, Ids ids) {
  const auto run = model.run(IdSequence{.ids = std::move(ids)});
  return run ? run->attention : nullptr;
}

// The text's tokens in another order, between its special ones.
Ids shuffled(const std::vector<Token>& tokens, const Specials& specials, Random& random) {
  Ids ids;
  std::ranges::transform(tokens, std::back_inserter(ids), &Token::id);
  const auto first = static_cast<std::int64_t>(specials.before.size());
  const auto end = static_cast<std::int64_t>(ids.size() - specials.after.size());
  for (std::int64_t i = end - 1; i > first; --i) {
    std::swap(ids[static_cast<std::size_t>(i)],
              ids[static_cast<std::size_t>(random.between(first, i))]);
  }
  return ids;
}

struct Repetition {
  Ids ids;
  Index before = 0;
  Index length = 0;
};

std::optional<Repetition> repetitionFor(const ModelDescription& model, const Specials& specials,
                                        Random& random) {
  constexpr Index kLeast = 4;
  constexpr int kLeastWords = 20;
  Index length = kRepeated;
  if (model.maxTokens > 0) {
    length = std::min(length, (model.maxTokens - static_cast<Index>(specials.size())) / 2);
  }
  if (length < kLeast || model.vocabulary < kLeastWords) {
    return std::nullopt;
  }
  Repetition repetition{.ids = specials.before,
                        .before = static_cast<Index>(specials.before.size()),
                        .length = length};
  // Each one once, so that what came after it is told.
  while (static_cast<Index>(repetition.ids.size()) < repetition.before + length) {
    const auto id = static_cast<std::int32_t>(random.below(model.vocabulary));
    if (std::ranges::find(repetition.ids, id) == repetition.ids.end()) {
      repetition.ids.push_back(id);
    }
  }
  for (Index i = 0; i < length; ++i) {
    repetition.ids.push_back(repetition.ids[static_cast<std::size_t>(repetition.before + i)]);
  }
  repetition.ids.insert(repetition.ids.end(), specials.after.begin(), specials.after.end());
  return repetition;
}

struct Repeated {
  std::shared_ptr<const AttentionSource> attention;
  Index before = 0;
  Index length = 0;
};

// How much of each head's map is left when the text's tokens are shuffled: the mean of several
// shuffles, of which one at a time stands in memory.
class ShuffleOverlaps {
 public:
  void add(const AttentionSource& text, const std::shared_ptr<const AttentionSource>& shuffle,
           const std::stop_token& stop) {
    const AttentionShape shape = text.shape();
    if (shuffle == nullptr || shuffle->shape() != shape) {
      return;
    }
    sums_.resize(static_cast<std::size_t>(shape.layers) * static_cast<std::size_t>(shape.heads));
    ++count_;
    std::size_t place = 0;
    for (int layer = 0; layer < shape.layers; ++layer) {
      for (int head = 0; head < shape.heads && !stop.stop_requested(); ++head) {
        sums_[place++] += mapOverlap(text.map({layer, head}), shuffle->map({layer, head}));
      }
    }
  }
  // Of the head at that place, layer by layer.
  std::optional<double> meanOf(std::size_t place) const {
    return count_ > 0 ? std::optional(sums_[place] / count_) : std::nullopt;
  }

 private:
  std::vector<double> sums_;
  int count_ = 0;
};

std::optional<RepetitionMeasures> meanOf(const std::vector<Repeated>& repetitions, HeadId head) {
  if (repetitions.empty()) {
    return std::nullopt;
  }
  RepetitionMeasures mean;
  for (const Repeated& repeated : repetitions) {
    const RepetitionMeasures one =
        measureRepetition(repeated.attention->map(head), repeated.before, repeated.length);
    mean.induction += one.induction / static_cast<double>(repetitions.size());
    mean.duplicate += one.duplicate / static_cast<double>(repetitions.size());
  }
  return mean;
}

}  // namespace

TokenRoles rolesOf(const std::vector<Token>& tokens) {
  TokenRoles roles;
  for (const Token& token : tokens) {
    roles.ids.push_back(token.id);
    roles.special.push_back(token.special ? 1 : 0);
    roles.punctuation.push_back(isPunctuation(token) ? 1 : 0);
  }
  return roles;
}

std::vector<DealtCard> dealHeads(const ModelSource& model, const Run& run,
                                 const std::stop_token& stop) {
  const AttentionShape shape = run.attention->shape();
  if (shape.nQuery != shape.nKey || shape.nKey == 0 || shape.nKey > kMostMeasuredTokens) {
    return {};
  }
  const ModelDescription& description = model.description();
  const KeysSeen seen = description.isCausal() ? KeysSeen::upToItself : KeysSeen::all;
  const TokenRoles roles = rolesOf(run.tokens);
  const Specials specials = specialsOf(run.tokens);
  Random random(keyOf(1, "head cards"));

  ShuffleOverlaps overlaps;
  std::vector<Repeated> repetitions;
  if (description.vocabulary > 0) {
    for (int i = 0; i < kShuffles && !stop.stop_requested(); ++i) {
      overlaps.add(*run.attention, attentionOf(model, shuffled(run.tokens, specials, random)),
                   stop);
    }
  }
  for (int i = 0; i < kRepetitions && !stop.stop_requested(); ++i) {
    const auto repetition = repetitionFor(description, specials, random);
    auto attention = repetition ? attentionOf(model, repetition->ids) : nullptr;
    if (attention != nullptr) {
      repetitions.push_back({std::move(attention), repetition->before, repetition->length});
    }
  }
  std::vector<DealtCard> deck;
  for (int layer = 0; layer < shape.layers; ++layer) {
    for (int head = 0; head < shape.heads; ++head) {
      if (stop.stop_requested()) {
        return {};
      }
      DealtCard dealt{.head = {layer, head}};
      const Matrix map = run.attention->map(dealt.head);
      dealt.card.text = measureHead(map, roles, seen);
      dealt.card.positional = overlaps.meanOf(deck.size());
      dealt.card.repetition = meanOf(repetitions, dealt.head);
      dealt.labels = headLabels(dealt.card);
      deck.push_back(std::move(dealt));
    }
  }
  return deck;
}

}  // namespace headscope
