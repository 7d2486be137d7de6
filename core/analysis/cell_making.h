#pragma once

#include <vector>

#include "analysis/block_steps.h"
#include "analysis/cell_products.h"

namespace headscope {

// What happens to a number on its way into a cell.
enum class CellOperation {
  addBias,           // + operand
  scale,             // × operand
  cap,               // operand · tanh(number ÷ operand)
  addDistance,       // + operand, for the distance of query and key
  mask,              // + operand, 0 or the lowest float
  subtractGreatest,  // - operand, the greatest score of the row
  exponentiate,      // e^number
  divideBySum,       // ÷ operand, the sum over the row
  subtractMean,      // - operand, of the row
  divideByNorm,      // ÷ operand, the row's deviation or its root mean square
  weigh,             // × operand, the norm's weight
  turn,              // × operand + addend, by the row's position with another dimension
  activate,
  gate,          // × operand
  changeByHand,  // becomes operand: a weight that AttentionEdits has changed
};

struct CellChange {
  CellOperation operation;
  double operand = 0;
  double addend = 0;
  double result = 0;
};

// How one number of a block came about, in double precision from the float32 numbers that are
// shown: a sum of products, or a number of the step before, and what is done to it in order.
struct CellMaking {
  CellProducts products;            // empty: it begins with `start`
  double start = 0;                 // the products' sum, or the number it begins with
  std::vector<CellChange> changes;  // in order
  double value = 0;                 // the last one's result
};

// Terms are counted by what is summed over: the input's columns, the keys, or for a sum the steps.
// The row and the column must lie within the step's matrix. Of a step that is given, or whose
// making is not shown, only `start` is told.
CellMaking cellMaking(const BlockSteps& steps, int step, Index row, Index column);

}  // namespace headscope
