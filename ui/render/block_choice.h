#pragma once

#include "analysis/block_steps.h"

namespace headscope {

// What is chosen in a block: a step and a cell in every step's matrix. Steps of one width share
// their column, so that dimension 17 of X is dimension 17 of the sum, and dimension 4 of Q that of
// K. -1: none.
struct BlockChoice {
  int step = -1;
  int query = -1;
  int key = -1;
  int streamColumn = -1;  // of X and whatever is as wide
  int headColumn = -1;    // of Q, K, V and the head's Z
  int headsColumn = -1;   // of Z of every head
  int hiddenColumn = -1;  // of the feed-forward network
  bool operator==(const BlockChoice&) const = default;
};

// The chosen row and column of a step; -1 where there is none or it lies outside.
int chosenRow(const BlockStep& step, const BlockChoice& choice);
int chosenColumn(const BlockStep& step, const BlockChoice& choice);

// The choice with another row or column of a step. A dimension of the head's Z is one of every
// head's Z, too.
void chooseRow(const BlockStep& step, int row, BlockChoice& choice);
void chooseColumn(const BlockSteps& steps, const BlockStep& step, int column, BlockChoice& choice);

}  // namespace headscope
