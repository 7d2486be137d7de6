#pragma once

#include <cmath>
#include <numbers>

namespace headscope {

// Lengths that several parts of a heatmap's layout share, in logical pixels.
inline constexpr double kLabelGap = 10;  // between a label and the map
inline constexpr double kColorBarWidth = 12;
inline constexpr double kLineSpacing = 1.25;  // of labels, in their font size
inline constexpr double kSnapFrom = 8;        // device pixels: smaller cells may differ by one

inline double sine(double degrees) {
  return std::sin(degrees * std::numbers::pi / 180);
}
inline double cosine(double degrees) {
  return std::cos(degrees * std::numbers::pi / 180);
}

}  // namespace headscope
