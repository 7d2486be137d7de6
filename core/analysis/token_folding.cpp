#include "analysis/token_folding.h"

#include <algorithm>

#include "text/token_words.h"

namespace headscope {
namespace {

std::vector<TokenGroup> groupsOf(std::span<const Token> tokens, const TokenDisplay& display) {
  const bool hides = display.hidesSpecials && !std::ranges::all_of(tokens, &Token::special);
  std::vector<TokenGroup> groups;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto token = static_cast<int>(i);
    if (hides && tokens[i].special) {
      continue;
    }
    if (display.mergesWords && i > 0 && continuesWord(tokens[i - 1], tokens[i])) {
      groups.back().last = token;
    } else {
      groups.push_back({token, token});
    }
  }
  return groups;
}

// Adds the texts of the tokens that no group has; whether there are any.
bool addHidden(std::span<const Token> tokens, std::span<const TokenGroup> groups,
               std::vector<std::string>& texts) {
  bool any = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (groupOf(groups, static_cast<int>(i)) < 0) {
      any = true;
      if (std::ranges::find(texts, shownText(tokens[i])) == texts.end()) {
        texts.push_back(shownText(tokens[i]));
      }
    }
  }
  return any;
}

}  // namespace

bool TokenFolding::isOfTokens(int row, int column) const {
  return !rescalesRows && queries[static_cast<std::size_t>(row)].count() == 1 &&
         keys[static_cast<std::size_t>(column)].count() == 1;
}

TokenFolding foldTokens(std::span<const Token> queries, std::span<const Token> keys,
                        const TokenDisplay& display) {
  TokenFolding folding{.queries = groupsOf(queries, display),
                       .keys = groupsOf(keys, display),
                       .mergesWords = display.mergesWords};
  addHidden(queries, folding.queries, folding.hidden);
  folding.rescalesRows = addHidden(keys, folding.keys, folding.hidden) && display.rescalesRows;
  return folding;
}

int groupOf(std::span<const TokenGroup> groups, int token) {
  const auto found = std::ranges::lower_bound(groups, token, {}, &TokenGroup::last);
  return found != groups.end() && found->has(token) ? static_cast<int>(found - groups.begin()) : -1;
}

std::vector<Token> foldedTokens(std::span<const Token> tokens, std::span<const TokenGroup> groups) {
  std::vector<Token> folded;
  folded.reserve(groups.size());
  for (const TokenGroup& group : groups) {
    folded.push_back(joinedToken(tokens.subspan(static_cast<std::size_t>(group.first),
                                                static_cast<std::size_t>(group.count()))));
  }
  return folded;
}

}  // namespace headscope
