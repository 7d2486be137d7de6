#pragma once

#include <array>
#include <optional>
#include <variant>

#include "error/error.h"
#include "image/pixel_values.h"
#include "image/resample.h"

namespace headscope {

enum class PreprocessError {
  tooManyPixels = 1,  // the image would become larger than kMostImagePixels on the way
};

// The shorter side has so many pixels, and the longer as many as keep the image's shape.
struct ShortestEdge {
  int pixels = 0;
  bool operator==(const ShortestEdge&) const = default;
};

struct Resize {
  std::variant<ImageSize, ShortestEdge> to;
  ResampleFilter filter = ResampleFilter::bilinear;
  bool operator==(const Resize&) const = default;
};

// (x - mean) / deviation of each channel.
struct Normalization {
  std::array<float, kRgb> mean = {};
  std::array<float, kRgb> deviation = {1, 1, 1};  // none is 0
  bool operator==(const Normalization&) const = default;
};

// What is done to an image before a model reads it, in this order. What is absent is left out.
struct Preprocessing {
  std::optional<Resize> resize;
  std::optional<ImageSize> centerCrop;  // what lies beyond the image's edges is 0
  std::optional<double> rescale;        // what pixels are multiplied with
  std::optional<Normalization> normalize;
  bool operator==(const Preprocessing&) const = default;
};

// As Hugging Face's image processors of Pillow's kind (PilBackend of transformers) do it.
Result<PixelValues> preprocess(const Preprocessing& steps, const RgbImage& image);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(PreprocessError);
