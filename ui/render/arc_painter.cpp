#include "render/arc_painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <QPainterPath>

#include "render/pixel_columns.h"

namespace headscope {
namespace {

// One of the two ellipses that a stroke lies between, in device pixels.
struct Half {
  float reach;   // half of its width
  float height;  // 0 or less: there is none
};

struct PixelArc {
  float centre;
  Half outer;
  Half inner;
  Ink ink;
};

constexpr std::size_t kColumnSides = kColumnsAtOnce + 1;
using Heights = std::array<float, kColumnSides>;

// How high an ellipse is at the sides of the columns from `first` on; 0 where it is not.
void heightsAt(const PixelArc& arc, Half half, int first, std::size_t sides, Heights& heights) {
  if (half.height <= 0 || half.reach <= 0) {
    std::fill_n(heights.begin(), sides, 0.0F);
    return;
  }
  const float scale = 1 / half.reach;
  const float start = (static_cast<float>(first) - arc.centre) * scale;
  for (std::size_t i = 0; i < kColumnSides;
       ++i) {  // of all, so that the compiler takes several at once
    const float u = start + static_cast<float>(i) * scale;
    heights[i] = half.height * std::sqrt(std::max(0.0F, 1 - u * u));
  }
}

// An edge of the stroke within a column, between its heights at both sides.
Edge edgeBetween(float base, float left, float right) {
  return {.middle = base - (left + right) / 2, .soft = std::max(1.0F, std::abs(left - right))};
}

void fillArc(Pixel* columns, int height, int first, int end, const PixelArc& arc) {
  const int from = std::max(first, static_cast<int>(arc.centre - arc.outer.reach));
  const int to = std::min(end, static_cast<int>(arc.centre + arc.outer.reach) + 1);
  if (from >= to) {
    return;
  }
  const auto sides = static_cast<std::size_t>(to - from + 1);
  Heights outer;
  Heights inner;
  heightsAt(arc, arc.outer, from, sides, outer);
  heightsAt(arc, arc.inner, from, sides, inner);
  const auto base = static_cast<float>(height);
  for (int x = from; x < to; ++x) {
    const auto i = static_cast<std::size_t>(x - from);
    fillBetween(columns + static_cast<std::ptrdiff_t>(x - first) * height, base, arc.ink,
                edgeBetween(base, outer[i], outer[i + 1]),
                edgeBetween(base, inner[i], inner[i + 1]));
  }
}

void fillOnPixels(QPainter& painter, const QRectF& room, std::span<const Arc> arcs) {
  const QTransform toDevice = painter.deviceTransform();
  const QRect pixels = devicePixels(painter, room);
  std::vector<PixelArc> scaled;
  scaled.reserve(arcs.size());
  for (const Arc& arc : arcs) {
    const double centre = toDevice.map(QPointF((arc.from + arc.to) / 2, 0)).x() - pixels.left();
    const double reach = std::abs(arc.to - arc.from) / 2 * toDevice.m11();
    const double height = arc.height * toDevice.m22();
    const double half = arc.width / 2 * toDevice.m22();
    scaled.push_back(
        {.centre = static_cast<float>(centre),
         .outer = {static_cast<float>(reach + half), static_cast<float>(height + half)},
         .inner = {static_cast<float>(reach - half), static_cast<float>(height - half)},
         .ink = inkOf(arc.color)});
  }
  const int height = pixels.height();
  paintColumns(painter, pixels, [&](Pixel* columns, int first, int end) {
    // One thread may have all columns; the heights of an arc are found for a few at once.
    for (int from = first; from < end; from += kColumnsAtOnce) {
      Pixel* piece = columns + static_cast<std::ptrdiff_t>(from - first) * height;
      for (const PixelArc& arc : scaled) {
        fillArc(piece, height, from, std::min(end, from + kColumnsAtOnce), arc);
      }
    }
  });
}

void paintEllipses(QPainter& painter, const QRectF& room, std::span<const Arc> arcs) {
  painter.save();
  painter.setClipRect(room, Qt::IntersectClip);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  for (const Arc& arc : arcs) {
    const double left = std::min(arc.from, arc.to);
    const double reach = std::abs(arc.to - arc.from);
    const QRectF ellipse(left, room.bottom() - arc.height, reach, 2 * arc.height);
    QPainterPath path;
    path.arcMoveTo(ellipse, 180);
    path.arcTo(ellipse, 180, -180);
    painter.setPen(QPen(arc.color, arc.width, Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(path);
  }
  painter.restore();
}

}  // namespace

void paintArcs(QPainter& painter, const QRectF& room, std::span<const Arc> arcs) {
  if (room.isEmpty() || arcs.empty()) {
    return;
  }
  if (canFillColumns(painter)) {
    fillOnPixels(painter, room, arcs);
  } else {
    paintEllipses(painter, room, arcs);
  }
}

}  // namespace headscope
