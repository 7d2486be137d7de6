#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace headscope {

struct ImageSize {
  int height = 0;
  int width = 0;
  bool operator==(const ImageSize&) const = default;
};

// An image of more pixels is refused wherever one arises.
inline constexpr std::int64_t kMostImagePixels = std::int64_t{1} << 26;

inline constexpr int kRgb = 3;  // channels

// A picture's pixels, red, green and blue from 0 to 255.
struct RgbImage {
  ImageSize size;                    // at least 1 x 1
  std::vector<std::uint8_t> pixels;  // (height, width, 3)
  std::string file = {};             // where it came from, for errors

  const std::uint8_t* row(int y) const {
    return pixels.data() +
           static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) * kRgb;
  }
  std::uint8_t* row(int y) {
    return pixels.data() +
           static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) * kRgb;
  }
};

// A black one.
inline RgbImage blankImage(ImageSize size) {
  return {.size = size,
          .pixels = std::vector<std::uint8_t>(static_cast<std::size_t>(size.height) *
                                              static_cast<std::size_t>(size.width) * kRgb)};
}

}  // namespace headscope
