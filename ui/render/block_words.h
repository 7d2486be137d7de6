#pragma once

#include <QString>

#include "render/block_figure.h"

namespace headscope {

// The steps of a block in words.
QString stepName(const BlockPicture& picture, int step);      // "Q", "Q Kᵀ ÷ √32", "X of L4"
QString stepSentence(const BlockPicture& picture, int step);  // with a full stop
QString stepShape(const BlockStep& step);                     // "16 × 384"
// A row or a cell of a step: "it → animal", "it, column 12"; column -1: the row's token.
QString placeInWords(const BlockPicture& picture, int step, int row, int column);

// "3.8340": four decimals, fewer where the number is large; "−∞" for a masked score.
QString blockNumber(double value);

}  // namespace headscope
