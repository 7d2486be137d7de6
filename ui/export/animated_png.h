#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <QByteArray>
#include <QImage>
#include <QString>

#include "error/error.h"
#include "io/atomic_file.h"

namespace headscope {

// An animated PNG, frame by frame (PNG specification, third edition, section 11.3.6). Programs that
// do not know of animation show the first frame. The file is not there until finish().
class AnimatedPng {
 public:
  // Of `frames` images of one size, each shown so long; without end. Errors: those of AtomicFile.
  static Result<AnimatedPng> create(const QString& file, int frames,
                                    std::chrono::milliseconds pause);

  // As many times as create() was told, all of the first one's size.
  Result<void> add(const QImage& image);
  Result<void> finish();

 private:
  AnimatedPng(AtomicFile file, int frames, std::chrono::milliseconds pause)
      : file_(std::move(file)), frames_(frames), pause_(pause) {}

  Result<void> writeChunk(const char* type, const QByteArray& data);
  Result<void> writeControl(QSize size);

  AtomicFile file_;
  int frames_;
  std::chrono::milliseconds pause_;
  std::uint32_t sequence_ = 0;  // of frame control and frame data
  bool first_ = true;
};

}  // namespace headscope
