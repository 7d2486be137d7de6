#pragma once

#include <array>
#include <cstddef>

#include <QRgb>
#include <QString>

#include "theme/theme.h"

namespace headscope {

// ink fades into the theme's panel: weight 0 is the background and what stands out is attention.
// inkSigned does so from the middle: its lower half is warm for negative values, its upper half
// blue for positive ones. The others are the same in both themes.
enum class ColorMapId { ink, viridis, magma, cividis, inkSigned };

inline constexpr std::array kColorMapIds = {ColorMapId::ink, ColorMapId::viridis, ColorMapId::magma,
                                            ColorMapId::cividis, ColorMapId::inkSigned};

using ColorTable = std::array<QRgb, 256>;

// Perceptual: luminance rises or falls all the way; inkSigned's does on either side of its middle.
class ColorMap {
 public:
  explicit constexpr ColorMap(const ColorTable& table) : table_(table) {}

  // The colour at t in [0, 1], opaque; t outside is clamped. NaN gives the first colour: whoever
  // may hold one asks before.
  QRgb at(double t) const { return table_[index(t)]; }
  const ColorTable& table() const { return table_; }

  static std::size_t index(double t) {
    constexpr double last = 255.0;
    const double scaled = t * last + 0.5;
    return scaled > 0.0 ? (scaled < last + 0.5 ? static_cast<std::size_t>(scaled) : 255) : 0;
  }

 private:
  ColorTable table_;
};

const ColorMap& colorMap(ColorMapId id, ThemeKind kind);

QString colorMapName(ColorMapId id);  // for a menu, translated
QString colorMapKey(ColorMapId id);   // for a settings file: "ink", "viridis", …
// The map of that key, or ink.
ColorMapId colorMapFromKey(const QString& key);

// What the ends of a colour map stand for. high > low.
struct ValueRange {
  float low = 0;
  float high = 1;
  bool operator==(const ValueRange&) const = default;

  double position(double value) const { return (value - low) / (double{high} - low); }
};

}  // namespace headscope
