#include "text/gguf_token_models.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace headscope {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kWordStart = "▁";

void listVocabulary(const GgufVocabulary& vocabulary, JsonListedObject& listed) {
  listed.members.reserve(vocabulary.tokens().size());
  for (std::size_t id = 0; id < vocabulary.tokens().size(); ++id) {
    listed.members.emplace_back(vocabulary.tokens()[id], id);
  }
}

Json unknownToken(GgufVocabulary& vocabulary) {
  const auto unknown = vocabulary.id("unknown_token_id");
  return unknown ? Json(vocabulary.tokens()[*unknown]) : Json();
}

bool isControl(const GgufVocabulary& vocabulary, std::size_t id) {
  const std::string& token = vocabulary.tokens()[id];
  // Older converters wrote [CLS] and the like as normal tokens.
  return vocabulary.kindOf(id) == GgufTokenKind::control ||
         (token.starts_with('[') && token.ends_with(']') && token.size() > 2);
}

// A token's two parts, as ids.
struct ScoredMerge {
  double score;
  std::size_t token;
  std::size_t first;
  std::size_t second;
};

// A token may be two others in as many ways as it has bytes, so that a megabyte of a, aa, aaa, …
// asks for gigabytes. Llama's 32000 tokens take less than one megabyte.
constexpr std::size_t kMostMergeBytes = std::size_t{64} << 20U;

// By score; of equal ones in the order of the vocabulary, and of the parts' places in it, as
// Hugging Face sorts them. What text cannot become is not merged.
std::vector<ScoredMerge> scoredMerges(GgufVocabulary& vocabulary,
                                      const std::vector<double>& scores) {
  const std::vector<std::string>& tokens = vocabulary.tokens();
  std::vector<bool> isLength;  // whether a token has so many bytes: no others are looked up
  for (const std::string& token : tokens) {
    isLength.resize(std::max(isLength.size(), token.size() + 1));
    isLength[token.size()] = true;
  }
  std::unordered_map<std::string_view, std::size_t> ids;
  ids.reserve(tokens.size());
  for (std::size_t id = 0; id < tokens.size(); ++id) {
    ids.emplace(tokens[id], id);
  }
  std::vector<ScoredMerge> merges;
  std::size_t bytes = 0;  // of all merges
  for (std::size_t id = 0; id < tokens.size(); ++id) {
    const std::string_view token = tokens[id];
    if (vocabulary.kindOf(id) != GgufTokenKind::normal) {
      continue;
    }
    for (std::size_t cut = 1; cut < token.size(); ++cut) {
      if (!isLength[cut] || !isLength[token.size() - cut]) {
        continue;
      }
      const auto first = ids.find(token.substr(0, cut));
      const auto second = first == ids.end() ? first : ids.find(token.substr(cut));
      if (second != ids.end()) {
        bytes += sizeof(ScoredMerge) + token.size();
        if (bytes > kMostMergeBytes) {
          vocabulary.fail(GgufTokenizerError::tooManyMerges, "tokens",
                          "they are made of each other in more ways than those of any model");
          return {};
        }
        merges.push_back({scores[id], id, first->second, second->second});
      }
    }
  }
  std::sort(merges.begin(), merges.end(), [](const ScoredMerge& a, const ScoredMerge& b) {
    return std::tuple(-a.score, a.token, a.first, a.second) <
           std::tuple(-b.score, b.token, b.first, b.second);
  });
  return merges;
}

// Every place at which a token may be cut is tried: a long one would take for ever.
void checkLengths(GgufVocabulary& vocabulary) {
  for (std::size_t id = 0; id < vocabulary.tokens().size(); ++id) {
    const std::size_t bytes = vocabulary.tokens()[id].size();
    if (vocabulary.kindOf(id) == GgufTokenKind::normal && bytes > kLongestGgufToken) {
      vocabulary.fail(GgufTokenizerError::longToken, "tokens",
                      "token " + std::to_string(id) + " has " + std::to_string(bytes) +
                          " bytes; at most " + std::to_string(kLongestGgufToken) + " are read");
    }
  }
}

}  // namespace

Json byteLevelModel(GgufVocabulary& vocabulary, bool ignoreMerges, JsonListedObject& listed) {
  listVocabulary(vocabulary, listed);
  return {{"type", "BPE"},
          {"vocab", Json::object()},
          {"merges", vocabulary.merges()},
          {"ignore_merges", ignoreMerges}};
}

Json scoredMergesModel(GgufVocabulary& vocabulary, JsonListedObject& listed) {
  listVocabulary(vocabulary, listed);
  const std::vector<double>& scores = vocabulary.scores();
  Json merges = Json::array();
  checkLengths(vocabulary);
  if (vocabulary.result()) {
    const std::vector<std::string>& tokens = vocabulary.tokens();
    for (const ScoredMerge& merge : scoredMerges(vocabulary, scores)) {
      merges.push_back(Json::array({tokens[merge.first], tokens[merge.second]}));
    }
  }
  return {{"type", "BPE"},         {"vocab", Json::object()},
          {"merges", merges},      {"unk_token", unknownToken(vocabulary)},
          {"byte_fallback", true}, {"fuse_unk", true}};
}

Json wordPieceModel(GgufVocabulary& vocabulary, JsonListedObject& listed) {
  std::vector<std::string> tokens;
  for (std::size_t id = 0; id < vocabulary.tokens().size(); ++id) {
    const std::string& token = vocabulary.tokens()[id];
    tokens.push_back(token.starts_with(kWordStart) ? token.substr(kWordStart.size())
                     : isControl(vocabulary, id)   ? token
                                                   : "##" + token);
  }
  vocabulary.respell(std::move(tokens));
  listVocabulary(vocabulary, listed);
  const auto unknown = vocabulary.requiredId("unknown_token_id");
  return {{"type", "WordPiece"},
          {"vocab", Json::object()},
          {"unk_token", unknown ? Json(vocabulary.tokens()[*unknown]) : Json()},
          {"continuing_subword_prefix", "##"},
          {"max_input_chars_per_word", 100U}};
}

Json unigramModel(GgufVocabulary& vocabulary) {
  const std::vector<double>& scores = vocabulary.scores();
  Json tokens = Json::array();
  for (std::size_t id = 0; id < scores.size(); ++id) {
    tokens.push_back(Json::array({vocabulary.tokens()[id], scores[id]}));
  }
  const auto unknown = vocabulary.id("unknown_token_id");
  return {{"type", "Unigram"},
          {"vocab", tokens},
          {"unk_id", unknown ? Json(*unknown) : Json()},
          {"byte_fallback", vocabulary.hasKind(GgufTokenKind::byte)}};
}

bool hasCapitals(const GgufVocabulary& vocabulary) {
  for (std::size_t id = 0; id < vocabulary.tokens().size(); ++id) {
    const std::string& token = vocabulary.tokens()[id];
    if (vocabulary.kindOf(id) == GgufTokenKind::normal && !isControl(vocabulary, id) &&
        std::any_of(token.begin(), token.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
      return true;
    }
  }
  return false;
}

}  // namespace headscope
