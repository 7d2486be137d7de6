#include "render/thumbnail.h"

#include <algorithm>
#include <cmath>
#include <limits>
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

using Row = Eigen::Array<float, 1, Eigen::Dynamic, Eigen::RowMajor>;

// The greatest of each column in some rows; NaN counts for nothing.
void greatestOfColumns(const ConstMatrixRef& map, Span rows, Row& greatest) {
  greatest.setConstant(map.cols(), -std::numeric_limits<float>::infinity());
  for (Index row = rows.first; row <= rows.last; ++row) {
    const auto values = map.row(row).array();
    greatest = (values > greatest).select(values, greatest);
  }
}

}  // namespace

Matrix mapForThumbnail(const AttentionSource& source, HeadId head) {
  constexpr int kLongest = 2048;
  const AttentionShape shape = source.shape();
  int level = 0;
  while (std::max(shape.nQuery, shape.nKey) >> level > kLongest) {
    ++level;
  }
  return level == 0 ? source.map(head) : source.pooledMap(head, level);
}

QImage thumbnail(ConstMatrixRef map, QSize pixels, const ColorMap& colors, Tone tone,
                 ValueRange range) {
  if (map.size() == 0 || pixels.isEmpty()) {
    return {};
  }
  QImage image(pixels, QImage::Format_RGB32);
  const std::vector<Span> cols = spans(map.cols(), pixels.width());
  const std::vector<Span> rows = spans(map.rows(), pixels.height());
  Row greatest;
  for (int y = 0; y < pixels.height(); ++y) {
    greatestOfColumns(map, rows[static_cast<std::size_t>(y)], greatest);
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < pixels.width(); ++x) {
      const Span& col = cols[static_cast<std::size_t>(x)];
      const float hottest = greatest.segment(col.first, col.last - col.first + 1).maxCoeff();
      const double position = range.position(hottest);
      line[x] = colors.at(tone == Tone::root ? std::sqrt(std::max(0.0, position)) : position);
    }
  }
  return image;
}

}  // namespace headscope
