#pragma once

#include "image/rgb_image.h"

namespace headscope {

// What a new pixel takes of the old ones round its place, numbered as Pillow's Resampling.
enum class ResampleFilter { nearest, lanczos, bilinear, bicubic, box, hamming };
inline constexpr int kResampleFilters = 6;

// The image in another size, equal to Image.resize of Pillow 13 in every bit: where it shrinks, the
// filter is as much wider, so that every old pixel counts; one side after the other, each with
// weights of 22 fractional bits and a result of 8 (Pillow, src/libImaging/Resample.c). Older
// versions always began with the width, so that some of their pixels differ by 1. The file's name
// is kept. The larger height times the larger width, of old and new, is at most kMostImagePixels:
// the caller has checked.
RgbImage resized(const RgbImage& image, ImageSize size, ResampleFilter filter);

}  // namespace headscope
