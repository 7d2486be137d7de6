#include "session/compared_maps.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "source/token_places.h"

namespace headscope {
namespace {

std::vector<std::string> shownTexts(const std::vector<Token>& tokens) {
  std::vector<std::string> texts;
  std::ranges::transform(tokens, std::back_inserter(texts), shownText);
  return texts;
}

// "it", or "tired/wide".
QString pairLabel(const QStringList& first, const QStringList& second, AlignedTokens pair,
                  Qt::CaseSensitivity letters) {
  const auto shown = [](const QStringList& labels, int index) {
    return index < 0 ? QStringLiteral("–") : labels.value(index).trimmed();
  };
  const QString before = shown(first, pair.first);
  const QString after = shown(second, pair.second);
  return before.compare(after, letters) == 0 ? before : QStringLiteral("%1/%2").arg(before, after);
}

QStringList pairLabels(const QStringList& first, const QStringList& second,
                       const std::vector<AlignedTokens>& pairs, Qt::CaseSensitivity letters) {
  QStringList labels;
  for (const AlignedTokens& pair : pairs) {
    labels.append(pairLabel(first, second, pair, letters));
  }
  return labels;
}

ComparedSide sideOf(const AttentionView& view) {
  return {.attention = view.attention,
          .labels = {.queries = tokenLabels(*view.queries), .keys = tokenLabels(*view.keys)},
          .name = {}};
}

void labelPairs(ComparedMaps& maps, Qt::CaseSensitivity letters) {
  maps.labels = {.queries = pairLabels(maps.first.labels.queries, maps.second.labels.queries,
                                       maps.tokens.queries, letters),
                 .keys = pairLabels(maps.first.labels.keys, maps.second.labels.keys,
                                    maps.tokens.keys, letters)};
}

std::vector<AlignedTokens> oneToOne(qsizetype count) {
  std::vector<AlignedTokens> pairs;
  for (int i = 0; i < static_cast<int>(count); ++i) {
    pairs.push_back({i, i});
  }
  return pairs;
}

}  // namespace

AttentionPart sharedPart(const Run& first, const Run& second, AttentionPart part) {
  return first.decoder && second.decoder ? part : AttentionPart::encoder;
}

ComparedMaps comparedTexts(const Run& first, const Run& second, AttentionPart part) {
  const AttentionPart both = sharedPart(first, second, part);
  const AttentionView before = viewOf(first, both);
  const AttentionView after = viewOf(second, both);
  const auto align = [](const std::vector<Token>& a, const std::vector<Token>& b) {
    return alignTokens(shownTexts(a), shownTexts(b));
  };
  ComparedMaps maps{.first = sideOf(before),
                    .second = sideOf(after),
                    .tokens = {.queries = align(*before.queries, *after.queries),
                               .keys = align(*before.keys, *after.keys)},
                    .labels = {}};
  labelPairs(maps, Qt::CaseSensitive);
  return maps;
}

// Many tokenizers know no capital letters: a word is the same all the same.
ComparedMaps comparedModels(const Run& first, const Run& second, AttentionPart part,
                            const std::string& text, const std::string& target) {
  const AttentionPart both = sharedPart(first, second, part);
  const AttentionView before = viewOf(first, both);
  const AttentionView after = viewOf(second, both);
  const std::string& asked = both == AttentionPart::encoder ? text : target;
  const std::string& looked = both == AttentionPart::decoder ? target : text;
  ComparedMaps maps{.first = sideOf(before),
                    .second = sideOf(after),
                    .tokens = {.queries = alignPlaces(*before.queries, *after.queries, asked),
                               .keys = alignPlaces(*before.keys, *after.keys, looked)},
                    .labels = {}};
  labelPairs(maps, Qt::CaseInsensitive);
  return maps;
}

ComparedMaps comparedAlike(std::shared_ptr<const AttentionSource> first,
                           std::shared_ptr<const AttentionSource> second,
                           const TokenLabels& labels) {
  ComparedMaps maps{
      .first = {std::move(first), labels, {}},
      .second = {std::move(second), labels, {}},
      .tokens = {.queries = oneToOne(labels.queries.size()), .keys = oneToOne(labels.keys.size())},
      .labels = {}};
  labelPairs(maps, Qt::CaseSensitive);
  return maps;
}

int pairOf(const std::vector<AlignedTokens>& pairs, int AlignedTokens::*side, int token) {
  const auto found = std::ranges::find(pairs, token, side);
  return token < 0 || found == pairs.end() ? -1 : static_cast<int>(found - pairs.begin());
}

int tokenOf(const std::vector<AlignedTokens>& pairs, int AlignedTokens::*side, int pair) {
  return pair < 0 || pair >= static_cast<int>(pairs.size())
             ? -1
             : pairs[static_cast<std::size_t>(pair)].*side;
}

}  // namespace headscope
