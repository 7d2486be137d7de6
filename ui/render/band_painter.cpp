#include "render/band_painter.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QPainterPath>

#include "render/pixel_columns.h"

namespace headscope {

namespace {

// A cubic curve whose middle points are half way: x = 1.5 t − 1.5 t² + t³, y = 3 t² − 2 t³.
double curveParameter(double x) {
  double t = x;
  for (int i = 0; i < 6; ++i) {
    t -= (((t - 1.5) * t + 1.5) * t - x) / ((3 * t - 3) * t + 1.5);
  }
  return t;
}

struct PixelBand {
  float from;  // in device pixels
  float rise;
  float width;
  Ink ink;
};

// What is the same for all bands in a column of pixels.
struct Course {
  float position;  // bandCourse
  float slope;     // by which it grows a pixel
};

Course courseAt(int x, int width) {
  const double t = curveParameter((x + 0.5) / width);
  return {.position = static_cast<float>((3 - 2 * t) * t * t),
          .slope = static_cast<float>(6 * t * (1 - t) / ((3 * t - 3) * t + 1.5) / width)};
}

void fillColumn(Pixel* column, float height, Course course, std::span<const PixelBand> bands) {
  for (const PixelBand& band : bands) {
    const float steepness = std::abs(band.rise * course.slope);
    const float middle = band.from + band.rise * course.position;
    // Upright, a slanted band is the higher the steeper it is.
    const float half = band.width / 2 * std::sqrt(1 + steepness * steepness);
    const float soft = std::max(1.0F, steepness);
    if (middle + half + soft / 2 > 0 && middle - half - soft / 2 < height) {
      fillBetween(column, height, band.ink, {middle - half, soft}, {middle + half, soft});
    }
  }
}

// On whole device pixels, each of which is one of the image's.
void paintOnPixels(QPainter& painter, const QRectF& room, std::span<const Band> bands) {
  const QTransform toDevice = painter.deviceTransform();
  const QRect pixels = devicePixels(painter, room);
  std::vector<PixelBand> scaled;
  scaled.reserve(bands.size());
  for (const Band& band : bands) {
    const double from = toDevice.map(QPointF(room.left(), band.from)).y() - pixels.top();
    const double to = toDevice.map(QPointF(room.left(), band.to)).y() - pixels.top();
    scaled.push_back({.from = static_cast<float>(from),
                      .rise = static_cast<float>(to - from),
                      .width = static_cast<float>(band.width * toDevice.m22()),
                      .ink = inkOf(band.color)});
  }
  const int height = pixels.height();
  paintColumns(painter, pixels, [&](Pixel* columns, int first, int end) {
    for (int x = first; x < end; ++x) {
      fillColumn(columns + static_cast<std::ptrdiff_t>(x - first) * height,
                 static_cast<float>(height), courseAt(x, pixels.width()), scaled);
    }
  });
}

void paintAsCurves(QPainter& painter, const QRectF& room, std::span<const Band> bands) {
  painter.save();
  painter.setClipRect(room, Qt::IntersectClip);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  const double middle = room.center().x();
  for (const Band& band : bands) {
    QPainterPath curve(QPointF(room.left(), band.from));
    curve.cubicTo({middle, band.from}, {middle, band.to}, {room.right(), band.to});
    painter.setPen(QPen(band.color, band.width, Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(curve);
  }
  painter.restore();
}

}  // namespace

double bandCourse(double x) {
  const double t = curveParameter(x);
  return (3 - 2 * t) * t * t;
}

void paintBands(QPainter& painter, const QRectF& room, std::span<const Band> bands) {
  if (room.isEmpty() || bands.empty()) {
    return;
  }
  if (canFillColumns(painter)) {
    paintOnPixels(painter, room, bands);
  } else {
    paintAsCurves(painter, room, bands);
  }
}

}  // namespace headscope
