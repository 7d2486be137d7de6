#pragma once

namespace headscope {

// What a config.json may ask for at most: beyond it is no model, but a mistake or an attack.
inline constexpr int kMostLayers = 1024;
inline constexpr int kMostWidth = 1 << 16;
inline constexpr int kMostHeadsWidth = 4 * kMostWidth;  // heads · d_k
inline constexpr int kMostTokens = 1 << 20;
inline constexpr int kMostImageSide = 1 << 13;
inline constexpr int kMostWords = 1 << 24;

}  // namespace headscope
