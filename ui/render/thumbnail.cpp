#include "render/thumbnail.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace headscope {

namespace {

struct Span {
  Index first;
  Index last;  // inclusive
};

// Which cells of `count` each of `pixels` stands for.
std::vector<Span> spans(Index count, int pixels) {
  std::vector<Span> result;
  result.reserve(static_cast<std::size_t>(pixels));
  for (int p = 0; p < pixels; ++p) {
    const Index first = p * count / pixels;
    const Index end = (p + 1) * count / pixels;
    result.push_back({first, std::max(first, end - 1)});
  }
  return result;
}

}  // namespace

QImage thumbnail(ConstMatrixRef map, QSize pixels, const ColorMap& colors, Tone tone,
                 ValueRange range) {
  if (map.size() == 0 || pixels.isEmpty()) {
    return {};
  }
  QImage image(pixels, QImage::Format_RGB32);
  const std::vector<Span> cols = spans(map.cols(), pixels.width());
  const std::vector<Span> rows = spans(map.rows(), pixels.height());
  for (int y = 0; y < pixels.height(); ++y) {
    const Span& row = rows[static_cast<std::size_t>(y)];
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < pixels.width(); ++x) {
      const Span& col = cols[static_cast<std::size_t>(x)];
      float hottest = map(row.first, col.first);
      for (Index r = row.first; r <= row.last; ++r) {
        for (Index c = col.first; c <= col.last; ++c) {
          hottest = std::fmax(hottest, map(r, c));  // ignores NaN
        }
      }
      const double position = range.position(hottest);
      line[x] = colors.at(tone == Tone::root ? std::sqrt(std::max(0.0, position)) : position);
    }
  }
  return image;
}

}  // namespace headscope
