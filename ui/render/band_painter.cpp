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

// A band where it crosses a column of pixels.
struct Crossing {
  float middle;
  float half;  // of its height there
  float
      soft;  // over so much an edge fades: as far as it climbs within the column, at least a pixel
};

// How much of a pixel is below an edge that fades; `beyond` is its distance in fades.
float below(float beyond) {
  return std::clamp(beyond + 0.5F, 0.0F, 1.0F);
}

void fillPiece(Pixel* column, float height, const PixelBand& band, const Crossing& at) {
  const float reach = at.half + at.soft / 2;
  const int first = static_cast<int>(std::max(0.0F, at.middle - reach));
  const int end = static_cast<int>(std::min(height, at.middle + reach + 1));
  // Between the fades it covers all of a pixel.
  const float full = at.half - at.soft / 2;
  const int firstFull =
      std::clamp(static_cast<int>(std::min(height, at.middle - full)) + 1, first, end);
  const int endFull =
      std::clamp(static_cast<int>(std::max(0.0F, at.middle + full)), firstFull, end);
  const Pixel color = band.color;
  const float opacity = band.opacity;
  const float scale = 1 / at.soft;
  const auto fade = [&](int from, int to) {
    for (int y = from; y < to; ++y) {
      const float above = static_cast<float>(y) + 0.5F - at.middle;
      const float cover = below((above + at.half) * scale) - below((above - at.half) * scale);
      blend(column[y], color, opacity * cover);
    }
  };
  fade(first, firstFull);
  for (int y = firstFull; y < endFull; ++y) {
    blend(column[y], color, opacity);
  }
  fade(endFull, end);
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
    const float steepness = std::abs(band.rise * course.slope);
    // Upright, a slanted band is the higher the steeper it is.
    const Crossing at{.middle = band.from + band.rise * course.position,
                      .half = band.width / 2 * std::sqrt(1 + steepness * steepness),
                      .soft = std::max(1.0F, steepness)};
    const float reach = at.half + at.soft / 2;
    if (at.middle + reach > 0 && at.middle - reach < height) {
      fillPiece(column, height, band, at);
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
