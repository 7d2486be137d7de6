#include "export/animated_png.h"

#include <utility>
#include <zlib.h>

#include <QBuffer>
#include <QtEndian>

namespace headscope {
namespace {

constexpr char kSignature[] = "\x89PNG\r\n\x1a\n";
constexpr int kSignatureBytes = 8;

template <typename Number>
void append(QByteArray& bytes, Number number) {
  const Number big = qToBigEndian(number);
  bytes.append(reinterpret_cast<const char*>(&big), sizeof big);
}

struct Chunk {
  QByteArray type;
  QByteArray data;
};

// Qt writes the image; what it wrote is taken apart.
std::vector<Chunk> chunksOf(const QImage& image) {
  QByteArray png;
  QBuffer buffer(&png);
  buffer.open(QIODevice::WriteOnly);
  image.convertToFormat(QImage::Format_RGB888).save(&buffer, "PNG");
  std::vector<Chunk> chunks;
  constexpr qsizetype kFrame = 12;  // length, type, checksum
  for (qsizetype at = kSignatureBytes; at + kFrame <= png.size();) {
    const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(png.constData() + at));
    chunks.push_back({.type = png.mid(at + 4, 4), .data = png.mid(at + 8, length)});
    at += kFrame + length;
  }
  return chunks;
}

}  // namespace

Result<AnimatedPng> AnimatedPng::create(const QString& path, int frames,
                                        std::chrono::milliseconds pause) {
  return AtomicFile::create(path.toStdString()).map([&](AtomicFile&& file) {
    return AnimatedPng(std::move(file), frames, pause);
  });
}

Result<void> AnimatedPng::writeChunk(const char* type, const QByteArray& data) {
  QByteArray chunk;
  append(chunk, static_cast<quint32>(data.size()));
  chunk.append(type, 4).append(data);
  const auto checksum = ::crc32(0, reinterpret_cast<const Bytef*>(chunk.constData() + 4),
                                static_cast<uInt>(chunk.size() - 4));
  append(chunk, static_cast<quint32>(checksum));
  return file_.write(std::string_view(chunk.constData(), static_cast<std::size_t>(chunk.size())));
}

Result<void> AnimatedPng::writeControl(QSize size) {
  QByteArray control;
  append(control, sequence_++);
  append(control, static_cast<quint32>(size.width()));
  append(control, static_cast<quint32>(size.height()));
  append(control, quint32{0});  // x
  append(control, quint32{0});  // y
  append(control, static_cast<quint16>(pause_.count()));
  append(control, quint16{1000});  // of a second
  append(control, quint8{0});      // what was shown stays …
  append(control, quint8{0});      // … and is written over
  return writeChunk("fcTL", control);
}

Result<void> AnimatedPng::add(const QImage& image) {
  const std::vector<Chunk> chunks = chunksOf(image);
  Result<void> result;
  if (first_) {
    result = file_.write(std::string_view(kSignature, kSignatureBytes));
    for (const Chunk& chunk : chunks) {
      if (result && chunk.type == "IHDR") {
        result = writeChunk("IHDR", chunk.data);
      }
    }
    QByteArray animation;
    append(animation, static_cast<quint32>(frames_));
    append(animation, quint32{0});  // without end
    if (result) {
      result = writeChunk("acTL", animation);
    }
  }
  if (result) {
    result = writeControl(image.size());
  }
  for (const Chunk& chunk : chunks) {
    if (result && chunk.type == "IDAT") {
      if (first_) {
        result = writeChunk("IDAT", chunk.data);
      } else {
        QByteArray data;
        append(data, sequence_++);
        result = writeChunk("fdAT", data.append(chunk.data));
      }
    }
  }
  first_ = false;
  return result;
}

Result<void> AnimatedPng::finish() {
  if (const auto end = writeChunk("IEND", {}); !end) {
    return end;
  }
  return file_.commit();
}

}  // namespace headscope
