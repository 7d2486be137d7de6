#pragma once

#include <string>

#include "error/error.h"
#include "image/rgb_image.h"

namespace headscope {

enum class ImageFileError {
  notAnImage = 1,     // or of a format that Qt does not know
  unsupportedFormat,  // of which Qt reads a cut file as if it were whole; SVG, which has no pixels
  tooManyPixels,      // more than kMostImagePixels
  damaged,
};

// The picture of a PNG, JPEG, WebP, TIFF or PPM file, upright as its Exif orientation
// says, and on white where it is transparent. Sizes are checked before anything is decoded. Needs
// no application. Errors: ImageFileError, IoError.
Result<RgbImage> readImageFile(const std::string& file);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(ImageFileError);
