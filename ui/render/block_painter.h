#pragma once

#include <QPainter>

#include "render/block_layout.h"

namespace headscope {

// Paint a block's picture on the screen or into a file; the layout is the figure's own. The parts
// are for a window that scrolls the one and keeps the other in sight; the explanation's top is 0.
void paintBlockChain(QPainter& painter, const BlockFigure& figure, const BlockLayout& layout,
                     const FigureStyle& style);
void paintBlockExplanation(QPainter& painter, const BlockFigure& figure, const BlockLayout& layout,
                           const FigureStyle& style);
// Both with their background, below each other.
void paintBlock(QPainter& painter, const BlockFigure& figure, const BlockLayout& layout,
                const FigureStyle& style);

}  // namespace headscope
