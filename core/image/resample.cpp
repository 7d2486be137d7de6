#include "image/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace headscope {
namespace {

// Of 32 bits, 8 are the pixel's and 2 are left for sums beyond it.
constexpr int kWeightBits = 22;

double sinc(double x) {
  if (x == 0) {
    return 1;
  }
  const double angle = x * std::numbers::pi;
  return std::sin(angle) / angle;
}

// A filter's weight at a distance in pixels, and where it ends.
struct Kernel {
  double (*weight)(double x);
  double support;
};

Kernel kernelOf(ResampleFilter filter) {
  switch (filter) {
    case ResampleFilter::nearest:
    case ResampleFilter::box:
      return {[](double x) { return x > -0.5 && x <= 0.5 ? 1.0 : 0.0; }, 0.5};
    case ResampleFilter::bilinear:
      return {[](double x) { return std::max(0.0, 1 - std::abs(x)); }, 1};
    case ResampleFilter::hamming:
      return {[](double x) {
                x = std::abs(x);
                if (x == 0) {
                  return 1.0;
                }
                return x >= 1 ? 0.0 : sinc(x) * (0.54 + 0.46 * std::cos(x * std::numbers::pi));
              },
              1};
    case ResampleFilter::bicubic:  // Keys 1981 with a = -1/2
      return {[](double x) {
                constexpr double a = -0.5;
                x = std::abs(x);
                if (x < 1) {
                  return ((a + 2) * x - (a + 3)) * x * x + 1;
                }
                return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
              },
              2};
    case ResampleFilter::lanczos:
      return {[](double x) { return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0.0; }, 3};
  }
  return {};
}

// What a new row or column is made of: `first` and those after it.
struct Taps {
  int first = 0;
  std::vector<std::int32_t> weights;  // in units of 2^-22, together about 1
};

std::vector<Taps> tapsOf(const Kernel& kernel, int before, int after) {
  const double scale = static_cast<double>(before) / after;
  const double widening = std::max(scale, 1.0);
  const double support = kernel.support * widening;
  std::vector<Taps> all(static_cast<std::size_t>(after));
  std::vector<double> weights;
  for (int i = 0; i < after; ++i) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(centre - support + 0.5));
    const int end = std::min(before, static_cast<int>(centre + support + 0.5));
    weights.clear();
    double sum = 0;
    for (int j = first; j < end; ++j) {
      weights.push_back(kernel.weight((j - centre + 0.5) * (1 / widening)));
      sum += weights.back();
    }
    Taps& taps = all[static_cast<std::size_t>(i)];
    taps.first = first;
    for (const double weight : weights) {
      const double share = (sum == 0 ? weight : weight / sum) * (1 << kWeightBits);
      taps.weights.push_back(static_cast<std::int32_t>(share < 0 ? share - 0.5 : share + 0.5));
    }
  }
  return all;
}

std::uint8_t rounded(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

constexpr std::int32_t kHalf = 1 << (kWeightBits - 1);

RgbImage withWidth(const RgbImage& image, int width, const Kernel& kernel) {
  const std::vector<Taps> columns = tapsOf(kernel, image.size.width, width);
  RgbImage result = blankImage({image.size.height, width});
  for (int y = 0; y < image.size.height; ++y) {
    std::uint8_t* out = result.row(y);
    for (const Taps& taps : columns) {
      const std::uint8_t* in = image.row(y) + std::ptrdiff_t{taps.first} * kRgb;
      std::array<std::int32_t, kRgb> sums = {kHalf, kHalf, kHalf};
      for (const std::int32_t weight : taps.weights) {
        for (std::int32_t& sum : sums) {
          sum += weight * *in++;
        }
      }
      out = std::transform(sums.begin(), sums.end(), out, rounded);
    }
  }
  return result;
}

RgbImage withHeight(const RgbImage& image, int height, const Kernel& kernel) {
  const std::vector<Taps> rows = tapsOf(kernel, image.size.height, height);
  RgbImage result = blankImage({height, image.size.width});
  std::vector<std::int32_t> sums(static_cast<std::size_t>(image.size.width) * kRgb);
  for (int y = 0; y < height; ++y) {
    const Taps& taps = rows[static_cast<std::size_t>(y)];
    std::fill(sums.begin(), sums.end(), kHalf);
    for (std::size_t i = 0; i < taps.weights.size(); ++i) {
      const std::uint8_t* in = image.row(taps.first + static_cast<int>(i));
      for (std::int32_t& sum : sums) {
        sum += taps.weights[i] * *in++;
      }
    }
    std::transform(sums.begin(), sums.end(), result.row(y), rounded);
  }
  return result;
}

// Which old row or column each new one is. Summed step by step, for a product would round
// otherwise than Pillow.
std::vector<int> nearestOf(int before, int after) {
  const double step = static_cast<double>(before) / after;
  std::vector<int> places;
  double place = step * 0.5;
  for (int i = 0; i < after; ++i) {
    places.push_back(std::min(static_cast<int>(place), before - 1));
    place += step;
  }
  return places;
}

RgbImage nearest(const RgbImage& image, ImageSize size) {
  const std::vector<int> columns = nearestOf(image.size.width, size.width);
  const std::vector<int> rows = nearestOf(image.size.height, size.height);
  RgbImage result = blankImage(size);
  std::uint8_t* out = result.pixels.data();
  for (const int y : rows) {
    for (const int x : columns) {
      out = std::copy_n(image.row(y) + std::ptrdiff_t{x} * kRgb, kRgb, out);
    }
  }
  return result;
}

// Pillow's order, which decides what is rounded first.
bool heightFirst(ImageSize before, ImageSize after) {
  const int shrinks = before.height - after.height;
  return shrinks > 0 && shrinks > 2 * (before.width - after.width);
}

}  // namespace

RgbImage resized(const RgbImage& image, ImageSize size, ResampleFilter filter) {
  RgbImage result = image;
  if (filter == ResampleFilter::nearest) {
    result = nearest(image, size);
    result.file = image.file;
    return result;
  }
  const Kernel kernel = kernelOf(filter);
  const auto setWidth = [&] {
    if (size.width != image.size.width) {
      result = withWidth(result, size.width, kernel);
    }
  };
  if (heightFirst(image.size, size)) {
    result = withHeight(result, size.height, kernel);
    setWidth();
  } else {
    setWidth();
    if (size.height != image.size.height) {
      result = withHeight(result, size.height, kernel);
    }
  }
  result.file = image.file;
  return result;
}

}  // namespace headscope
