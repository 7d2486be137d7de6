#pragma once

#include <string>

#include "image/rgb_image.h"
#include "tensor/matrix.h"

namespace headscope {

// What a vision model reads: an image after its preprocessing.
struct PixelValues {
  ImageSize size;
  Matrix values;          // (channels, height · width), pixels row by row
  std::string file = {};  // where they came from, for errors
};

}  // namespace headscope
