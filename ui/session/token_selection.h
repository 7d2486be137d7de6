#pragma once

#include <memory>

#include <QObject>

#include "analysis/token_folding.h"
#include "session/selection.h"

namespace headscope {

// The selection by tokens, for what is of tokens whatever a map's rows are: a block, what is
// changed by hand, another text. It and the selection of what is shown follow each other: the
// chosen token is in the chosen row, a word's last one unless another was chosen. A token that is
// left out of the map can be chosen here; the map's selection then stays where it is.
class TokenSelection : public QObject {
  Q_OBJECT
 public:
  explicit TokenSelection(Selection* shown, QObject* parent = nullptr);

  Selection* tokens() { return &tokens_; }

  // Whose choice stays as far as it fits.
  enum class Keep { shownCell, tokens };
  // What can be chosen now: `tokens` before folding, null for none.
  void setBounds(const AttentionShape& tokens, int knownLayers,
                 std::shared_ptr<const TokenFolding> folding, Keep keep);

  // The tokens of a row or a column of the map; none of -1.
  TokenGroup queryTokens(int row) const;
  TokenGroup keyTokens(int column) const;

 private:
  void followShown();
  void followTokens();

  Selection* shown_;
  Selection tokens_;
  std::shared_ptr<const TokenFolding> folding_;
  bool following_ = false;
};

}  // namespace headscope
