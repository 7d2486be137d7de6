#include "render/map_image.h"

#include <cmath>
#include <vector>

namespace headscope {

QImage colorized(ConstMatrixRef values, const ColorMap& colors, ValueRange range, QRgb missing) {
  QImage image(static_cast<int>(values.cols()), static_cast<int>(values.rows()),
               QImage::Format_RGB32);
  const ColorTable& table = colors.table();
  const float factor = 255.0F / (range.high - range.low);
  const float offset = 0.5F - range.low * factor;
  std::vector<int> indexes(static_cast<std::size_t>(values.cols()));
  for (Index r = 0; r < values.rows(); ++r) {
    const float* from = values.row(r).data();
    auto* to = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(r)));
    // In steps that the compiler can vectorise: a map of 2,048^2 has four million cells.
    for (Index c = 0; c < values.cols(); ++c) {
      const float scaled = from[c] * factor + offset;
      const float positive = scaled > 0.0F ? scaled : 0.0F;  // NaN too
      indexes[static_cast<std::size_t>(c)] =
          static_cast<int>(positive < 255.0F ? positive : 255.0F);
    }
    bool missesAny = false;
    for (Index c = 0; c < values.cols(); ++c) {
      to[c] = table[static_cast<std::size_t>(indexes[static_cast<std::size_t>(c)])];
      missesAny |= std::isnan(from[c]);
    }
    for (Index c = 0; missesAny && c < values.cols(); ++c) {
      to[c] = std::isnan(from[c]) ? missing : to[c];
    }
  }
  return image;
}

const QImage& MapImageCache::level(const std::shared_ptr<const MapPyramid>& map, int level,
                                   const ColorMap& colors, ValueRange range, QRgb missing) {
  if (map != map_ || &colors != colors_ || range != range_ || missing != missing_) {
    map_ = map;
    colors_ = &colors;
    range_ = range;
    missing_ = missing;
    levels_.clear();
  }
  auto found = levels_.find(level);
  if (found == levels_.end()) {
    found = levels_.emplace(level, colorized(map->level(level), colors, range, missing)).first;
  }
  return found->second;
}

}  // namespace headscope
