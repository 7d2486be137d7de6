#pragma once

#include <span>
#include <string>
#include <vector>

#include "text/token.h"

namespace headscope {

// How a person wants to see the tokens of a map.
struct TokenDisplay {
  bool mergesWords = false;
  bool hidesSpecials = false;
  bool rescalesRows = false;  // to a sum of 1, where special tokens are hidden
  bool operator==(const TokenDisplay&) const = default;

  // Whether a row may be another than that of one token.
  bool folds() const { return mergesWords || hidesSpecials; }
};

// Tokens that stand in a map as one, first to last inclusive; none where last < first.
struct TokenGroup {
  int first = 0;
  int last = -1;
  bool operator==(const TokenGroup&) const = default;

  int count() const { return last - first + 1; }
  bool has(int token) const { return token >= first && token <= last; }
};

// Which tokens each row and each column of a map stand for. Groups are in the order of the text.
struct TokenFolding {
  std::vector<TokenGroup> queries;
  std::vector<TokenGroup> keys;
  bool mergesWords = false;         // asked for, whether or not the text has a word of several
  bool rescalesRows = false;        // some keys are hidden and the others are scaled to sum to 1
  std::vector<std::string> hidden;  // the special tokens that are left out, each text once
  bool operator==(const TokenFolding&) const = default;

  // Whether a cell is one token for one token, with the weight that the source has for it.
  bool isOfTokens(int row, int column) const;
};

// Special tokens are left out only where something else is there.
TokenFolding foldTokens(std::span<const Token> queries, std::span<const Token> keys,
                        const TokenDisplay& display);

// The group that has a token; -1 where it is left out.
int groupOf(std::span<const TokenGroup> groups, int token);

// A token for each group: what its row or column is called.
std::vector<Token> foldedTokens(std::span<const Token> tokens, std::span<const TokenGroup> groups);

}  // namespace headscope
