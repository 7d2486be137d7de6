#pragma once

#include <vector>

#include "analysis/cell_making.h"
#include "render/block_figure.h"

namespace headscope {

// How a cell came about, number by number, its value last. Empty where that is not told. A sum
// shows so many of its products and the rest as one, unless that is of one alone.
std::vector<BlockCard> blockCards(const BlockPicture& picture, int step, const CellMaking& making,
                                  int shownProducts);

// The same in a line, for a screen reader: "dim 4 1.9214 × 2.6630 +5.1167; …".
QString cardsInWords(const std::vector<BlockCard>& cards);

}  // namespace headscope
