#pragma once

#include <memory>
#include <vector>

#include <QString>
#include <QStringList>

#include "analysis/token_folding.h"
#include "model/attention_source.h"
#include "text/token.h"

namespace headscope {

// What stands on the axes of a map, as the tokenizer gives it.
struct TokenLabels {
  QStringList queries;  // (n_query)
  QStringList keys;     // (n_key)
  // Of which tokens rows and columns are; null: each is of one.
  std::shared_ptr<const TokenFolding> folding = nullptr;
  // Rows and columns that are padding, ascending; mostly none.
  std::vector<int> paddedQueries = {};
  std::vector<int> paddedKeys = {};
};

// A token as a person can see it: spaces at its ends become ␣, line ends ↵, tabs ⇥, and other
// characters without a shape their code point, "U+200B". Other tokens are returned unchanged.
QString visibleToken(const QString& token);

// "L3·H1"; both count from 0.
QString headName(HeadId head);

// The labels of a run's tokens, in their order.
QStringList tokenLabels(const std::vector<Token>& tokens);

// The axes of a map of these tokens, as they are or folded.
TokenLabels tokenLabels(const std::vector<Token>& queries, const std::vector<Token>& keys,
                        std::shared_ptr<const TokenFolding> folding = nullptr);

}  // namespace headscope
