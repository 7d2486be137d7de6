#pragma once

#include "golden.h"
#include "image/rgb_image.h"

namespace headscope {

// An image that a golden holds as whole numbers (height, width, 3).
inline RgbImage goldenImage(const SafetensorsFile& file, const std::string& name) {
  const TensorInfo* info = file.find(name);
  if (info == nullptr || info->shape.size() != 3) {
    throw std::runtime_error("the golden has no image " + name);
  }
  RgbImage image = blankImage({static_cast<int>(info->shape[0]), static_cast<int>(info->shape[1])});
  const std::vector<std::int32_t> pixels = goldenIds(file, name);
  image.pixels.assign(pixels.begin(), pixels.end());
  return image;
}

}  // namespace headscope
