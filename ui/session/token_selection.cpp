#include "session/token_selection.h"

#include <algorithm>
#include <utility>

#include <QScopedValueRollback>

namespace headscope {
namespace {

// The group, or where a token is left out the one after it, or the last.
int nearestGroup(const std::vector<TokenGroup>& groups, int token) {
  const auto found = std::ranges::lower_bound(groups, token, {}, &TokenGroup::last);
  return static_cast<int>(std::min(found, groups.end() - 1) - groups.begin());
}

int tokenIn(const TokenGroup& group, int chosen) {
  return group.has(chosen) ? chosen : group.last;
}

}  // namespace

TokenSelection::TokenSelection(Selection* shown, QObject* parent) : QObject(parent), shown_(shown) {
  connect(shown_, &Selection::cellChanged, this, &TokenSelection::followShown);
  connect(&tokens_, &Selection::cellChanged, this, &TokenSelection::followTokens);
  connect(shown_, &Selection::headChanged, &tokens_, [this](HeadId head) {
    if (!following_) {
      tokens_.setHead(head);
    }
  });
  connect(&tokens_, &Selection::headChanged, shown_, [this](HeadId head) {
    if (!following_) {
      shown_->setHead(head);
    }
  });
}

void TokenSelection::setBounds(const AttentionShape& tokens, int knownLayers,
                               std::shared_ptr<const TokenFolding> folding, Keep keep) {
  folding_ = std::move(folding);
  AttentionShape shown = tokens;
  if (folding_ != nullptr) {
    shown.nQuery = static_cast<int>(folding_->queries.size());
    shown.nKey = static_cast<int>(folding_->keys.size());
  }
  {
    const QScopedValueRollback following(following_, true);
    tokens_.setBounds(tokens, knownLayers);
    if (keep == Keep::tokens && folding_ != nullptr && tokens_.query() >= 0) {
      // Set as part of the bounds: no view is told of a row that nobody chose.
      shown_->setBounds(shown, knownLayers, nearestGroup(folding_->queries, tokens_.query()),
                        groupOf(folding_->keys, tokens_.key()));
    } else if (keep == Keep::tokens) {
      shown_->setBounds(shown, knownLayers, tokens_.query(), tokens_.key());
    } else {
      shown_->setBounds(shown, knownLayers);
    }
    tokens_.setHead(shown_->head());
  }
  followShown();
}

TokenGroup TokenSelection::queryTokens(int row) const {
  if (row < 0 || row >= shown_->bounds().nQuery) {
    return {};
  }
  return folding_ == nullptr ? TokenGroup{row, row}
                             : folding_->queries[static_cast<std::size_t>(row)];
}

TokenGroup TokenSelection::keyTokens(int column) const {
  if (column < 0 || column >= shown_->bounds().nKey) {
    return {};
  }
  return folding_ == nullptr ? TokenGroup{column, column}
                             : folding_->keys[static_cast<std::size_t>(column)];
}

void TokenSelection::followShown() {
  if (following_) {
    return;
  }
  const QScopedValueRollback following(following_, true);
  tokens_.setCell(tokenIn(queryTokens(shown_->query()), tokens_.query()),
                  tokenIn(keyTokens(shown_->key()), tokens_.key()));
}

void TokenSelection::followTokens() {
  if (following_) {
    return;
  }
  const QScopedValueRollback following(following_, true);
  if (folding_ == nullptr) {
    shown_->setCell(tokens_.query(), tokens_.key());
  } else if (const int row = groupOf(folding_->queries, tokens_.query()); row >= 0) {
    shown_->setCell(row, groupOf(folding_->keys, tokens_.key()));
  }
}

}  // namespace headscope
