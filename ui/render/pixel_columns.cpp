#include "render/pixel_columns.h"

#include <algorithm>
#include <vector>

#include "render/painting.h"
#include "tensor/parallel.h"

namespace headscope {
namespace {

// All four at once, which the compiler makes one instruction of: so the colour comes by value.
void blend(Pixel& under, Pixel color, float opacity) {
  for (std::size_t i = 0; i < under.size(); ++i) {
    under[i] += (color[i] - under[i]) * opacity;
  }
}

float covered(float inFades) {
  return std::min(1.0F, std::max(0.0F, inFades));
}

QRgb packed(const Pixel& pixel) {
  const auto byte = [](float value) { return static_cast<int>(value * 255 + 0.5F); };
  return qRgba(byte(pixel[0]), byte(pixel[1]), byte(pixel[2]), byte(pixel[3]));
}

}  // namespace

Ink inkOf(const QColor& color) {
  const QColor rgb = color.toRgb();
  return {.color = {rgb.redF(), rgb.greenF(), rgb.blueF(), 1}, .opacity = rgb.alphaF()};
}

void fillBetween(Pixel* column, float height, const Ink& ink, Edge upper, Edge lower) {
  const int first = static_cast<int>(std::max(0.0F, upper.middle - upper.soft / 2));
  const int end = static_cast<int>(std::min(height, lower.middle + lower.soft / 2 + 1));
  if (first >= end) {
    return;
  }
  // Between the fades it covers all of a pixel.
  const float full = upper.middle + upper.soft / 2;
  const float fullEnd = lower.middle - lower.soft / 2;
  const int firstFull =
      std::clamp(static_cast<int>(std::clamp(full, 0.0F, height)) + 1, first, end);
  const int endFull =
      std::clamp(static_cast<int>(std::max(0.0F, std::min(fullEnd, height))), firstFull, end);
  const Pixel color = ink.color;
  const float opacity = ink.opacity;
  const float upperScale = 1 / upper.soft;
  const float lowerScale = 1 / lower.soft;
  const auto fade = [&](int from, int to) {
    // How much of a pixel is below each edge, which is half way through its fade at its middle.
    const float middle = static_cast<float>(from) + 0.5F;
    float underUpper = (middle - upper.middle) * upperScale + 0.5F;
    float underLower = (middle - lower.middle) * lowerScale + 0.5F;
    for (int y = from; y < to; ++y) {
      const float cover = covered(underUpper) - covered(underLower);
      blend(column[y], color, opacity * std::max(0.0F, cover));
      underUpper += upperScale;
      underLower += lowerScale;
    }
  };
  constexpr int kWorthItsOwnLoop = 12;  // fewer pixels are sooner asked whether they are covered
  if (endFull - firstFull < kWorthItsOwnLoop) {
    fade(first, end);
    return;
  }
  fade(first, firstFull);
  for (int y = firstFull; y < endFull; ++y) {
    blend(column[y], color, opacity);
  }
  fade(endFull, end);
}

QRect devicePixels(const QPainter& painter, const QRectF& room) {
  return painter.deviceTransform().mapRect(room).toAlignedRect();
}

void paintColumns(QPainter& painter, const QRect& pixels, const FillColumns& fill) {
  if (pixels.isEmpty()) {
    return;
  }
  QImage image(pixels.size(), QImage::Format_ARGB32_Premultiplied);
  auto* out = reinterpret_cast<QRgb*>(image.bits());
  const auto stride = static_cast<std::size_t>(image.bytesPerLine()) / sizeof(QRgb);
  const auto height = static_cast<std::size_t>(pixels.height());
  // As many columns at once as have a line of the cache in common.
  parallelRanges(pixels.width(), kColumnsAtOnce, [&](Index first, Index end) {
    std::vector<Pixel> columns(height * static_cast<std::size_t>(end - first));
    fill(columns.data(), static_cast<int>(first), static_cast<int>(end));
    for (std::size_t y = 0; y < height; ++y) {
      for (Index x = first; x < end; ++x) {
        out[y * stride + static_cast<std::size_t>(x)] =
            packed(columns[static_cast<std::size_t>(x - first) * height + y]);
      }
    }
  });
  painter.drawImage(painter.deviceTransform().inverted().mapRect(QRectF(pixels)), image);
}

bool canFillColumns(const QPainter& painter) {
  return !isVectorDevice(painter) && painter.deviceTransform().type() <= QTransform::TxScale;
}

}  // namespace headscope
