#pragma once

#include <span>

#include <QColor>
#include <QPainter>
#include <QRectF>

namespace headscope {

// The upper half of an ellipse that stands on a line. Lengths are logical pixels.
struct Arc {
  double from = 0;  // x of one foot's middle
  double to = 0;    // and of the other's; either may be at the left
  double height = 0;
  double width = 1;  // of the stroke
  QColor color;      // with its opacity
};

// Paints arcs that stand on the bottom of a room over each other in their order, clipped to it.
// Into a file they are curves; on pixels they are filled column by column, as bands are.
void paintArcs(QPainter& painter, const QRectF& room, std::span<const Arc> arcs);

}  // namespace headscope
