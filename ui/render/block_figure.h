#pragma once

#include <memory>
#include <vector>

#include <QString>
#include <QStringList>

#include "analysis/block_steps.h"
#include "render/block_choice.h"
#include "render/folded_matrix.h"
#include "render/token_label.h"

namespace headscope {

// What a head does in its block, with all that its picture needs: made once a pass, off the
// window's thread.
struct BlockPicture {
  BlockSteps steps;
  HeadId head;
  int layers = 0;  // of the model's stack
  TokenLabels labels;
  std::vector<FoldedMatrix> folded;  // of each step
};
BlockPicture blockPicture(BlockSteps steps, HeadId head, int layers, TokenLabels labels);

// In which part of the picture a matrix stands.
enum class BlockLane {
  stream,       // what is read: X and its norm, what an encoder has made
  projections,  // Q, K, V
  scores,       // and with the mask
  mixed,        // softmax and the head's Z
  rest,         // what follows, a chain
};

struct BlockTile {
  QString name;   // "Q Kᵀ ÷ √32"
  QString shape;  // "16 × 16"
  QString note;   // below the matrix; may be empty
  BlockLane lane = BlockLane::rest;
  std::vector<int> from;  // tiles that an arrow comes from
  bool isAttention = false;
  float reach = 1;                       // signed values go from -reach to reach
  const FoldedMatrix* matrix = nullptr;  // of the figure's picture
  int row = -1;                          // framed
  int column = -1;                       // with the row: the outlined cell
};

// One number on the way to a cell.
struct BlockCard {
  QString label;    // "dim 4", "26 more", "÷ √32"
  QString working;  // "1.9214 × 2.6630"; may be empty
  QString result;   // "+5.1167"
  bool isTotal = false;
};

// The chosen step in words, and how its chosen cell came about.
struct BlockExplanation {
  QString name;
  QString sentence;
  QString place;  // "it → animal", "it, column 12"
  QString value;  // of that cell
  std::vector<BlockCard> cards;
};

// Everything the block's picture shows; a value.
struct BlockFigure {
  std::shared_ptr<const BlockPicture> picture;  // null: there is nothing to show
  QString title;
  QStringList tags;  // what is chosen
  QString hint;
  QString emptyText;
  std::vector<BlockTile> tiles;  // one a step
  int current = -1;              // the chosen step
  BlockExplanation explanation;  // of that
};

// The picture with what is chosen in it; of sums it shows so many products, the largest.
inline constexpr int kShownProducts = 5;
BlockFigure blockFigure(std::shared_ptr<const BlockPicture> picture, const BlockChoice& choice,
                        int shownProducts = kShownProducts);

}  // namespace headscope
