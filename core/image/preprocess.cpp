#include "image/preprocess.h"

#include <algorithm>
#include <utility>

namespace headscope {
namespace {

struct LongSize {
  std::int64_t height;
  std::int64_t width;
};

LongSize sizeAfter(const Resize& resize, ImageSize before) {
  if (const auto* fixed = std::get_if<ImageSize>(&resize.to)) {
    return {fixed->height, fixed->width};
  }
  const int edge = std::get<ShortestEdge>(resize.to).pixels;
  const auto [shorter, longer] = std::minmax(before.height, before.width);
  const auto other = static_cast<std::int64_t>(static_cast<double>(std::int64_t{edge} * longer) /
                                               static_cast<double>(shorter));
  return before.width <= before.height ? LongSize{other, edge} : LongSize{edge, other};
}

std::string sizeText(std::int64_t height, std::int64_t width) {
  return std::to_string(width) + " x " + std::to_string(height);
}

Result<RgbImage> applied(const Resize& resize, const RgbImage& image) {
  const auto [height, width] = sizeAfter(resize, image.size);
  if (std::max(height, std::int64_t{image.size.height}) >
      kMostImagePixels / std::max(width, std::int64_t{image.size.width})) {
    return failure({.code = PreprocessError::tooManyPixels,
                    .file = image.file,
                    .problem = "resizing its " + sizeText(image.size.height, image.size.width) +
                               " pixels to " + sizeText(height, width) + " takes more than " +
                               std::to_string(kMostImagePixels) + " pixels",
                    .remedy = "Give an image whose sides differ less"});
  }
  return resized(image, {static_cast<int>(height), static_cast<int>(width)}, resize.filter);
}

int floorHalf(int value) {
  return value >> 1;
}

RgbImage centerCropped(const RgbImage& image, ImageSize size) {
  RgbImage result = blankImage(size);
  result.file = image.file;
  const int top = floorHalf(image.size.height - size.height);
  const int left = floorHalf(image.size.width - size.width);
  const int firstColumn = std::max(0, -left);
  const int columns = std::min(size.width, image.size.width - left) - firstColumn;
  for (int y = 0; y < size.height; ++y) {
    if (y + top >= 0 && y + top < image.size.height) {
      std::copy_n(image.row(y + top) + std::ptrdiff_t{left + firstColumn} * kRgb, columns * kRgb,
                  result.row(y) + std::ptrdiff_t{firstColumn} * kRgb);
    }
  }
  return result;
}

// All that a channel's pixel can become: 256 numbers.
std::array<float, 256> valuesOf(const Preprocessing& steps, std::size_t channel) {
  std::array<float, 256> values{};
  for (std::size_t pixel = 0; pixel < values.size(); ++pixel) {
    float value = static_cast<float>(pixel);
    if (steps.rescale) {
      value = static_cast<float>(static_cast<double>(pixel) * *steps.rescale);
    }
    if (steps.normalize) {
      value = (value - steps.normalize->mean[channel]) / steps.normalize->deviation[channel];
    }
    values[pixel] = value;
  }
  return values;
}

}  // namespace

Result<PixelValues> preprocess(const Preprocessing& steps, const RgbImage& image) {
  auto read = steps.resize ? applied(*steps.resize, image) : Result<RgbImage>(image);
  if (!read) {
    return failure(read.error());
  }
  const RgbImage pixels =
      steps.centerCrop ? centerCropped(*read, *steps.centerCrop) : std::move(*read);
  PixelValues result{.size = pixels.size, .file = image.file};
  const Index count = static_cast<Index>(pixels.pixels.size()) / kRgb;
  result.values.resize(kRgb, count);
  for (int channel = 0; channel < kRgb; ++channel) {
    const std::array<float, 256> values = valuesOf(steps, static_cast<std::size_t>(channel));
    for (Index i = 0; i < count; ++i) {
      result.values(channel, i) =
          values[pixels.pixels[static_cast<std::size_t>(i * kRgb + channel)]];
    }
  }
  return result;
}

}  // namespace headscope
