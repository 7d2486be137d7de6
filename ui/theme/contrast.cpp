#include "theme/contrast.h"

#include <algorithm>
#include <cmath>

#include "theme/theme.h"

namespace headscope {

namespace {

constexpr double kReadable = 4.5;

double linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

}  // namespace

double relativeLuminance(const QColor& color) {
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
         0.0722 * linear(color.blueF());
}

double contrastRatio(const QColor& a, const QColor& b) {
  const auto [darker, lighter] = std::minmax({relativeLuminance(a), relativeLuminance(b)});
  return (lighter + 0.05) / (darker + 0.05);
}

QColor readableOn(const QColor& background, const QColor& preferred) {
  if (contrastRatio(background, preferred) >= kReadable) {
    return preferred;
  }
  const QColor black(0, 0, 0);
  const QColor white(255, 255, 255);
  return contrastRatio(background, black) > contrastRatio(background, white) ? black : white;
}

QColor readableTint(const QColor& color, const QColor& background, const QColor& text) {
  constexpr int kSteps = 16;
  for (int step = 0; step < kSteps; ++step) {
    const QColor tint = mix(color, text, static_cast<double>(step) / kSteps);
    if (contrastRatio(tint, background) >= kReadable) {
      return tint;
    }
  }
  return readableOn(background, text);
}

}  // namespace headscope
