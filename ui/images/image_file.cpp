#include "images/image_file.h"

#include <algorithm>
#include <array>

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QImageReader>

#include "io/read_file.h"

namespace headscope {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20;

tl::unexpected<Error> refuse(ImageFileError code, const std::string& file, std::string problem,
                             std::string remedy) {
  return failure(
      {.code = code, .file = file, .problem = std::move(problem), .remedy = std::move(remedy)});
}

// Of which Qt's readers find out that a file is cut, or isCutJpeg() does.
constexpr std::array kFormats = {"png", "jpeg", "webp", "tiff", "ppm", "pgm", "pbm"};

constexpr const char* kRemedy = "Save it as PNG, JPEG or WebP";

// libjpeg fills what a cut file lacks with grey. The data between the last start of a scan and the
// end of the image holds no such mark.
bool isCutJpeg(const QByteArray& format, const QByteArray& bytes) {
  return format == "jpeg" && bytes.lastIndexOf("\xFF\xD9") < bytes.lastIndexOf("\xFF\xDA");
}

RgbImage pixelsOf(const QImage& picture, const std::string& file) {
  const QImage argb = picture.convertToFormat(QImage::Format_ARGB32);
  RgbImage image = blankImage({argb.height(), argb.width()});
  image.file = file;
  for (int y = 0; y < argb.height(); ++y) {
    const auto* in = reinterpret_cast<const QRgb*>(argb.constScanLine(y));
    std::uint8_t* out = image.row(y);
    for (int x = 0; x < argb.width(); ++x) {
      const int alpha = qAlpha(in[x]);
      for (const int color : {qRed(in[x]), qGreen(in[x]), qBlue(in[x])}) {
        constexpr int kWhite = 255;
        *out++ = static_cast<std::uint8_t>((color * alpha + kWhite * (255 - alpha) + 127) / 255);
      }
    }
  }
  return image;
}

}  // namespace

Result<RgbImage> readImageFile(const std::string& file) {
  const auto read = readFile(file, kMostBytes);
  if (!read) {
    return failure(read.error());
  }
  QByteArray bytes = QByteArray::fromRawData(read->data(), static_cast<qsizetype>(read->size()));
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::ReadOnly);
  QImageReader reader(&buffer);
  reader.setAutoTransform(true);
  const QByteArray format = reader.format();
  if (format.isEmpty()) {
    return refuse(ImageFileError::notAnImage, file, "this is no image that can be read", kRemedy);
  }
  if (std::find(kFormats.begin(), kFormats.end(), format) == kFormats.end()) {
    return refuse(ImageFileError::unsupportedFormat, file,
                  "images of the format " + format.toStdString() + " are not read", kRemedy);
  }
  const QSize size = reader.size();
  if (size.isValid() && qint64{size.width()} * size.height() > kMostImagePixels) {
    return refuse(ImageFileError::tooManyPixels, file,
                  "the image has " + std::to_string(size.width()) + " x " +
                      std::to_string(size.height()) + " pixels; at most " +
                      std::to_string(kMostImagePixels) + " are read",
                  "Make it smaller first");
  }
  const QImage picture = reader.read();
  if (picture.isNull() || isCutJpeg(format, bytes)) {
    return refuse(
        ImageFileError::damaged, file,
        "the image cannot be decoded: " + (picture.isNull() ? reader.errorString().toStdString()
                                                            : "the file ends before it does"),
        "Check that the file is whole");
  }
  return pixelsOf(picture, file);
}

}  // namespace headscope
