#include "render/band_painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <QImage>
#include <QPainterPath>

#include "render/painting.h"
#include "tensor/parallel.h"

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

using Pixel = std::array<float, 4>;  // red, green, blue, opacity; premultiplied, in [0, 1]

struct PixelBand {
  float from;  // in device pixels
  float rise;
  float width;
  float opacity;
  Pixel color;  // as if it were opaque
};

// All four at once, which the compiler makes one instruction of: so the colour comes by value.
void blend(Pixel& under, Pixel color, float opacity) {
  for (std::size_t i = 0; i < under.size(); ++i) {
    under[i] += (color[i] - under[i]) * opacity;
  }
}

// The piece of a band in a column one pixel wide: from its upper to its lower edge.
void fillPiece(Pixel* column, std::size_t height, const PixelBand& band, float top, float bottom) {
  const auto first = static_cast<std::size_t>(top);
  const auto last = std::min(static_cast<std::size_t>(bottom), height - 1);
  const Pixel color = band.color;
  const float opacity = band.opacity;
  if (first >= last) {
    blend(column[last], color, opacity * (bottom - top));
    return;
  }
  blend(column[first], color, opacity * (static_cast<float>(first + 1) - top));
  for (std::size_t y = first + 1; y < last; ++y) {
    blend(column[y], color, opacity);
  }
  blend(column[last], color, opacity * (bottom - static_cast<float>(last)));
}

QRgb packed(const Pixel& pixel) {
  const auto byte = [](float value) { return static_cast<int>(value * 255 + 0.5F); };
  return qRgba(byte(pixel[0]), byte(pixel[1]), byte(pixel[2]), byte(pixel[3]));
}

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
    const float y = band.from + band.rise * course.position;
    const float steepness = band.rise * course.slope;
    // Upright, a slanted band is the higher the steeper it is.
    const float half = band.width / 2 * std::sqrt(1 + steepness * steepness);
    const float top = std::max(y - half, 0.0F);
    const float bottom = std::min(y + half, height);
    if (top < bottom) {
      fillPiece(column, static_cast<std::size_t>(height), band, top, bottom);
    }
  }
}

QImage imageOf(std::span<const PixelBand> bands, QSize size) {
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  auto* pixels = reinterpret_cast<QRgb*>(image.bits());
  const auto stride = static_cast<std::size_t>(image.bytesPerLine()) / sizeof(QRgb);
  const auto height = static_cast<std::size_t>(size.height());
  // As many columns at once as have a line of the cache in common.
  parallelRanges(size.width(), 16, [&](Index first, Index end) {
    std::vector<Pixel> columns(height * static_cast<std::size_t>(end - first));
    for (Index x = first; x < end; ++x) {
      fillColumn(columns.data() + static_cast<std::size_t>(x - first) * height,
                 static_cast<float>(height), courseAt(static_cast<int>(x), size.width()), bands);
    }
    for (std::size_t y = 0; y < height; ++y) {
      for (Index x = first; x < end; ++x) {
        pixels[y * stride + static_cast<std::size_t>(x)] =
            packed(columns[static_cast<std::size_t>(x - first) * height + y]);
      }
    }
  });
  return image;
}

// On whole device pixels, each of which is one of the image's.
void paintOnPixels(QPainter& painter, const QRectF& room, std::span<const Band> bands) {
  const QTransform toDevice = painter.deviceTransform();
  const QRect pixels = toDevice.mapRect(room).toAlignedRect();
  if (pixels.isEmpty()) {
    return;
  }
  std::vector<PixelBand> scaled;
  scaled.reserve(bands.size());
  for (const Band& band : bands) {
    const double from = toDevice.map(QPointF(room.left(), band.from)).y() - pixels.top();
    const double to = toDevice.map(QPointF(room.left(), band.to)).y() - pixels.top();
    const QColor color = band.color.toRgb();
    scaled.push_back({.from = static_cast<float>(from),
                      .rise = static_cast<float>(to - from),
                      .width = static_cast<float>(band.width * toDevice.m22()),
                      .opacity = color.alphaF(),
                      .color = {color.redF(), color.greenF(), color.blueF(), 1}});
  }
  const QRectF target = toDevice.inverted().mapRect(QRectF(pixels));
  painter.drawImage(target, imageOf(scaled, pixels.size()));
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
  const bool upright = painter.deviceTransform().type() <= QTransform::TxScale;
  if (isVectorDevice(painter) || !upright) {
    paintAsCurves(painter, room, bands);
  } else {
    paintOnPixels(painter, room, bands);
  }
}

}  // namespace headscope
