#pragma once

#include <span>

#include <QColor>
#include <QPainter>
#include <QRectF>

namespace headscope {

// A curve from the left side of a room to its right, level at both ends. Lengths are logical
// pixels.
struct Band {
  double from = 0;  // y of its middle at the left
  double to = 0;    // and at the right
  double width = 1;
  QColor color;  // with its opacity
};

// Where a band's middle is: 0 at `from`, 1 at `to`; x in [0, 1] from the left to the right.
double bandCourse(double x);

// Paints bands over each other in their order, clipped to the room. Into a file they are curves; on
// pixels they are filled column by column, which takes a fifteenth of QPainter's time.
void paintBands(QPainter& painter, const QRectF& room, std::span<const Band> bands);

}  // namespace headscope
