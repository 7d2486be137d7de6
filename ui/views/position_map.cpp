#include "views/position_map.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "render/heatmap_painter.h"
#include "render/painting.h"
#include "render/tabular_text.h"
#include "theme/contrast.h"

namespace headscope {
namespace {

// Which cells one pixel covers, and with how much of each.
struct Cover {
  Index first = 0;
  Index last = 0;
  double firstPart = 0;  // of the cell `first`
  double lastPart = 0;   // of the cell `last`, where it is not the first as well

  double part(Index cell) const { return cell == first ? firstPart : cell == last ? lastPart : 1; }
  bool isSameCellAs(const Cover& other) const {
    return first == last && other.first == other.last && first == other.first;
  }
};

std::vector<Cover> covers(double begin, double end, int pixels, Index cells) {
  std::vector<Cover> result(static_cast<std::size_t>(pixels));
  const double step = (end - begin) / pixels;
  for (int i = 0; i < pixels; ++i) {
    const double low = begin + i * step;
    const double high = begin + (i + 1) * step;
    Cover& cover = result[static_cast<std::size_t>(i)];
    // An edge that rounding moved a hair into the next cell does not touch it.
    constexpr double hair = 1e-9;
    cover.first = std::clamp(static_cast<Index>(std::floor(low + hair)), Index{0}, cells - 1);
    cover.last = std::clamp(static_cast<Index>(std::ceil(high - hair)) - 1, cover.first, cells - 1);
    cover.firstPart = std::min(high, static_cast<double>(cover.first + 1)) - low;
    cover.lastPart = high - static_cast<double>(cover.last);
  }
  return result;
}

}  // namespace

QImage averagedImage(const Matrix& values, const TableWindow& window, QSize size,
                     const ColorMap& colors, ValueRange range, QRgb missing) {
  const std::vector<Cover> columns = covers(window.left, window.right, size.width(), values.cols());
  const std::vector<Cover> rows = covers(window.top, window.bottom, size.height(), values.rows());
  const Index firstCol = columns.front().first;
  const Index cols = columns.back().last - firstCol + 1;
  std::vector<double> sums(static_cast<std::size_t>(cols));
  std::vector<double> present(static_cast<std::size_t>(cols));

  QImage image(size, QImage::Format_RGB32);
  for (int y = 0; y < size.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    const Cover& row = rows[static_cast<std::size_t>(y)];
    if (y > 0 && row.isSameCellAs(rows[static_cast<std::size_t>(y - 1)])) {
      const auto* above = reinterpret_cast<const QRgb*>(image.constScanLine(y - 1));
      std::copy(above, above + size.width(), line);
      continue;
    }
    std::fill(sums.begin(), sums.end(), 0);
    std::fill(present.begin(), present.end(), 0);
    for (Index r = row.first; r <= row.last; ++r) {
      const double part = row.part(r);
      const float* source = values.data() + r * values.cols() + firstCol;
      for (std::size_t c = 0; c < sums.size(); ++c) {
        const bool finite = std::isfinite(source[c]);
        sums[c] += finite ? part * static_cast<double>(source[c]) : 0;
        present[c] += finite ? part : 0;
      }
    }
    const double rowArea = (window.bottom - window.top) / size.height();
    for (int x = 0; x < size.width(); ++x) {
      const Cover& column = columns[static_cast<std::size_t>(x)];
      double sum = 0, area = 0, whole = 0;
      for (Index c = column.first; c <= column.last; ++c) {
        const auto i = static_cast<std::size_t>(c - firstCol);
        const double part = column.part(c);
        sum += part * sums[i];
        area += part * present[i];
        whole += part * rowArea;
      }
      line[x] = area > whole / 2 ? colors.at(range.position(sum / area)) : missing;
    }
  }
  return image;
}

PositionMap::PositionMap(QCPAxis* dimensionAxis, QCPAxis* positionAxis, const QString& layer)
    : QCPLayerable(dimensionAxis->parentPlot(), layer, dimensionAxis->axisRect()),
      dimensions_(dimensionAxis),
      positions_(positionAxis),
      theme_(headscope::theme(ThemeKind::light)) {}

void PositionMap::setValues(std::shared_ptr<const Matrix> values, double limit) {
  values_ = std::move(values);
  limit_ = limit;
  image_ = QImage();
}

void PositionMap::setTheme(const Theme& theme) {
  theme_ = theme;
  image_ = QImage();
}

void PositionMap::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(false);
}

QRect PositionMap::clipRect() const {
  return dimensions_->axisRect()->rect();
}

TableWindow PositionMap::visibleWindow() const {
  const double cols = static_cast<double>(values_->cols());
  const double rows = static_cast<double>(values_->rows());
  return {.left = std::clamp(dimensions_->range().lower + 0.5, 0.0, cols),
          .top = std::clamp(positions_->range().lower + 0.5, 0.0, rows),
          .right = std::clamp(dimensions_->range().upper + 0.5, 0.0, cols),
          .bottom = std::clamp(positions_->range().upper + 0.5, 0.0, rows)};
}

void PositionMap::draw(QCPPainter* painter) {
  if (!values_ || values_->size() == 0) {
    return;
  }
  const TableWindow window = visibleWindow();
  const QRectF target(QPointF(dimensions_->coordToPixel(window.left - 0.5),
                              positions_->coordToPixel(window.top - 0.5)),
                      QPointF(dimensions_->coordToPixel(window.right - 0.5),
                              positions_->coordToPixel(window.bottom - 0.5)));
  if (target.width() < 1 || target.height() < 1) {
    return;
  }
  const auto pixels = [this](double length, double cells) {
    if (devicePixels_ > 0) {
      return std::max(static_cast<int>(std::lround(length * devicePixels_)), 1);
    }
    // Viewers smooth the images of a file when they enlarge them; at three pixels or more to a
    // point, and whole ones to a cell, that blurs no edge one could see.
    constexpr double perPoint = 3;
    const double whole = std::ceil(cells);
    return static_cast<int>(whole * std::max(std::ceil(perPoint * length / whole), 1.0));
  };
  const QSize size(pixels(target.width(), window.right - window.left),
                   pixels(target.height(), window.bottom - window.top));
  if (image_.size() != size || imageWindow_ != window) {
    const ValueRange range{.low = static_cast<float>(-limit_), .high = static_cast<float>(limit_)};
    image_ = averagedImage(*values_, window, size, colorMap(ColorMapId::inkSigned, theme_.kind),
                           range, missingColor(theme_).rgb());
    imageWindow_ = window;
  }
  painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter->drawImage(target, image_);
  drawGrid(painter, window);
  drawNumbers(painter, window);
}

void PositionMap::drawGrid(QCPPainter* painter, const TableWindow& window) const {
  constexpr double kLeastCell = 10;
  const double cellWidth = dimensions_->coordToPixel(1) - dimensions_->coordToPixel(0);
  const double cellHeight = positions_->coordToPixel(1) - positions_->coordToPixel(0);
  const QRectF rect(dimensions_->axisRect()->rect());
  painter->setPen(QPen(theme_.grid, 1));
  if (cellWidth >= kLeastCell && cellHeight >= kLeastCell) {
    for (double c = std::ceil(window.left); c <= window.right; ++c) {
      const double x = std::round(dimensions_->coordToPixel(c - 0.5));
      painter->drawLine(QLineF(x, rect.top(), x, rect.bottom()));
    }
    for (double r = std::ceil(window.top); r <= window.bottom; ++r) {
      const double y = std::round(positions_->coordToPixel(r - 0.5));
      painter->drawLine(QLineF(rect.left(), y, rect.right(), y));
    }
  }
}

void PositionMap::drawNumbers(QCPPainter* painter, const TableWindow& window) const {
  constexpr double kLeastWidth = 40;
  constexpr double kLeastHeight = 18;
  const double cellWidth = dimensions_->coordToPixel(1) - dimensions_->coordToPixel(0);
  const double cellHeight = positions_->coordToPixel(1) - positions_->coordToPixel(0);
  if (cellWidth < kLeastWidth || cellHeight < kLeastHeight) {
    return;
  }
  const ColorMap& colors = colorMap(ColorMapId::inkSigned, theme_.kind);
  const ValueRange range{.low = static_cast<float>(-limit_), .high = static_cast<float>(limit_)};
  const QFont font = uiFont(11);
  for (Index r = static_cast<Index>(window.top); r < static_cast<Index>(std::ceil(window.bottom));
       ++r) {
    for (Index c = static_cast<Index>(window.left); c < static_cast<Index>(std::ceil(window.right));
         ++c) {
      const double value = static_cast<double>((*values_)(r, c));
      if (!std::isfinite(value)) {
        continue;
      }
      const QPointF centre(dimensions_->coordToPixel(static_cast<double>(c)),
                           positions_->coordToPixel(static_cast<double>(r)));
      const QRectF cell(centre.x() - cellWidth / 2, centre.y() - cellHeight / 2, cellWidth,
                        cellHeight);
      paintText(*painter, font, readableOn(QColor(colors.at(range.position(value))), theme_.text),
                cell, Align::centre, listNumber(value, 2));
    }
  }
}

PositionMapSelection::PositionMapSelection(QCPAxis* dimensionAxis, QCPAxis* positionAxis,
                                           const QString& layer)
    : QCPLayerable(dimensionAxis->parentPlot(), layer, dimensionAxis->axisRect()),
      dimensions_(dimensionAxis),
      positions_(positionAxis),
      theme_(headscope::theme(ThemeKind::light)) {}

void PositionMapSelection::select(int position, int dimension) {
  position_ = position;
  dimension_ = dimension;
}

void PositionMapSelection::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(false);
}

QRect PositionMapSelection::clipRect() const {
  return dimensions_->axisRect()->rect().adjusted(-4, -4, 4, 4);  // frames at the edge stay whole
}

void PositionMapSelection::draw(QCPPainter* painter) {
  if (position_ < 0 || dimension_ < 0) {
    return;
  }
  const QRectF map(dimensions_->axisRect()->rect());
  // Cells narrower than this are framed from outside, so that they stay visible.
  static constexpr double kLeastSide = 5;
  const auto spread = [](double begin, double end) {
    const double middle = (begin + end) / 2;
    const double half = std::max(end - begin, kLeastSide) / 2;
    return std::pair(std::round(middle - half), std::round(middle + half));
  };
  const auto [left, right] = spread(dimensions_->coordToPixel(dimension_ - 0.5),
                                    dimensions_->coordToPixel(dimension_ + 0.5));
  const auto [top, bottom] =
      spread(positions_->coordToPixel(position_ - 0.5), positions_->coordToPixel(position_ + 0.5));
  const bool rowVisible = bottom > map.top() && top < map.bottom();
  const bool columnVisible = right > map.left() && left < map.right();
  // A frame in the accent's colour on cells of that colour would vanish but for its halo.
  QColor halo = theme_.panel;
  halo.setAlphaF(0.6F);
  const auto frame = [&](const QRectF& inner) {
    paintFrame(*painter, inner.adjusted(-2, -2, 2, 2), 1, halo);
    paintFrame(*painter, inner.adjusted(-1, -1, 1, 1), 1, theme_.accent);
  };
  if (columnVisible) {
    frame(QRectF(left, map.top(), right - left, map.height()));
  }
  if (rowVisible) {
    frame(QRectF(map.left(), top, map.width(), bottom - top));
  }
  if (rowVisible && columnVisible) {
    const QRectF cell(QPointF(left - 2, top - 2), QPointF(right + 2, bottom + 2));
    paintFrame(*painter, cell.adjusted(-1, -1, 1, 1), 1, theme_.panel);
    paintFrame(*painter, cell, 2, theme_.warm);
  }
}

}  // namespace headscope
