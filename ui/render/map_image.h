#pragma once

#include <map>
#include <memory>

#include <QImage>

#include "render/color_map.h"
#include "render/map_pyramid.h"

namespace headscope {

// One opaque pixel a value (rows, cols); NaN becomes `missing`. Format_RGB32.
QImage colorized(ConstMatrixRef values, const ColorMap& colors, ValueRange range, QRgb missing);

// The colours of whole levels of a map, made when first asked for: panning then only copies
// pixels. Holds one map at a time, in one look.
class MapImageCache {
 public:
  const QImage& level(const std::shared_ptr<const MapPyramid>& map, int level,
                      const ColorMap& colors, ValueRange range, QRgb missing);

 private:
  std::shared_ptr<const MapPyramid> map_;
  const ColorMap* colors_ = nullptr;
  ValueRange range_;
  QRgb missing_ = 0;
  std::map<int, QImage> levels_;
};

}  // namespace headscope
