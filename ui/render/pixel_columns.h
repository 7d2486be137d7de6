#pragma once

#include <array>
#include <functional>
#include <span>

#include <QColor>
#include <QImage>
#include <QPainter>
#include <QRectF>

namespace headscope {

// Strokes that are filled column by column of pixels: of many that lie over each other a fifteenth
// of QPainter's time.

using Pixel = std::array<float, 4>;  // red, green, blue, opacity; premultiplied, in [0, 1]

struct Ink {
  Pixel color;  // as if it were opaque
  float opacity;
};
Ink inkOf(const QColor& color);

// Where a stroke's edge crosses a column. It fades over `soft` pixels, at least one: as far as it
// climbs within the column.
struct Edge {
  float middle;
  float soft;
};

// Fills a column of so many pixels between two edges, of which the upper one has the smaller y.
void fillBetween(Pixel* column, float height, const Ink& ink, Edge upper, Edge lower);

// Columns first … end - 1, each of `height` pixels, one behind the other in `columns`.
using FillColumns = std::function<void(Pixel* columns, int first, int end)>;

// At most so many at once, unless one thread does it all.
inline constexpr int kColumnsAtOnce = 16;

// The pixels of `room` on the painter's device, aligned to whole ones.
QRect devicePixels(const QPainter& painter, const QRectF& room);

// Paints an image of those pixels; pieces of it are filled by several threads.
void paintColumns(QPainter& painter, const QRect& pixels, const FillColumns& fill);

// Whether strokes may be filled so: on pixels, and where nothing is turned.
bool canFillColumns(const QPainter& painter);

}  // namespace headscope
