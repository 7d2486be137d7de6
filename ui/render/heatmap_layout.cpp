#include "render/heatmap_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include <QFontMetricsF>

#include "render/tabular_text.h"

namespace headscope {

namespace {

constexpr double kTitleTop = 12;
constexpr double kTitleHeight = 28;
constexpr double kSubtitleHeight = 20;
constexpr double kTagPadding = 10;
constexpr double kLabelGap = 10;       // between a label and the map
constexpr double kLongestLabel = 144;  // longer ones are elided
constexpr double kBarWidth = 12;
constexpr double kTickGap = 6;
constexpr double kLargestFitCell = 96;
constexpr double kLargestCell = 160;
constexpr double kLeastGridCell = 7;
constexpr double kLeastPlot = 24;
constexpr double kLineSpacing = 1.25;  // of labels, in their font size
constexpr double kSnapFrom = 8;        // device pixels: smaller cells may differ by one

// Labels lie as flat as they can without touching each other.
constexpr std::array kKeyLabelAngles = {50.0, 65.0, 90.0};

double sine(double degrees) {
  return std::sin(degrees * std::numbers::pi / 180);
}
double cosine(double degrees) {
  return std::cos(degrees * std::numbers::pi / 180);
}

// Han, kana and hangul stand about twice as wide as Latin letters.
int estimatedWidth(const QString& label) {
  int width = 0;
  for (const QChar c : label) {
    width += c.unicode() >= 0x1100 ? 2 : 1;
  }
  return width;
}

// The width of the widest label, measured only for those that may be it: 4,096 labels are laid
// out anew at every step of a drag.
double longestLabel(const QStringList& labels, const QFontMetricsF& metrics) {
  constexpr std::size_t measured = 12;
  std::vector<std::pair<int, qsizetype>> estimates;
  estimates.reserve(static_cast<std::size_t>(labels.size()));
  for (qsizetype i = 0; i < labels.size(); ++i) {
    estimates.emplace_back(estimatedWidth(labels[i]), i);
  }
  const auto end =
      estimates.begin() + static_cast<std::ptrdiff_t>(std::min(measured, estimates.size()));
  std::partial_sort(estimates.begin(), end, estimates.end(), std::greater<>());
  double longest = 0;
  for (auto it = estimates.begin(); it != end; ++it) {
    longest = std::max(longest, metrics.horizontalAdvance(visibleToken(labels[it->second])));
  }
  return longest;
}

int labelSizeFor(double spacing, const FigureStyle& style) {
  return std::clamp(static_cast<int>(spacing / kLineSpacing), style.smallLabelSize,
                    style.labelSize);
}

// Every step-th index, without those that would touch the chosen one's label, which is always
// there.
std::vector<int> thinnedOut(int first, int last, double cell, double leastSpacing, int chosen) {
  const int step = static_cast<int>(std::max(1.0, niceStep(leastSpacing / cell)));
  std::vector<int> kept;
  for (int i = (first + step - 1) / step * step; i <= last; i += step) {
    if (i != chosen && std::abs(i - chosen) * cell < leastSpacing && chosen >= first &&
        chosen <= last) {
      continue;
    }
    kept.push_back(i);
  }
  if (chosen >= first && chosen <= last && chosen % step != 0) {
    kept.insert(std::upper_bound(kept.begin(), kept.end(), chosen), chosen);
  }
  return kept;
}

struct FittedText {
  QString text;
  double width;
};

// Measured once: shaping text is most of what a layout costs.
FittedText fitted(const QString& text, double room, const QFontMetricsF& metrics) {
  const double width = metrics.horizontalAdvance(text);
  if (width <= room) {
    return {text, width};
  }
  const QString elided = metrics.elidedText(text, Qt::ElideRight, room);
  return {elided, metrics.horizontalAdvance(elided)};
}

QString labelAt(const QStringList& labels, int index) {
  return index < labels.size() ? visibleToken(labels[index]) : QString();
}

// At least half of the cell, so that labels of cut cells do not crowd their neighbours'.
bool isMostlyShown(double first, double last, double from, double to) {
  return 2 * (std::min(last, to) - std::max(first, from)) >= last - first - 1e-6;
}

int decimalsOf(double step) {
  return static_cast<int>(std::max(0.0, std::ceil(-std::log10(step) - 1e-9)));
}

}  // namespace

double niceStep(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1 - 1e-9)) {
      return factor * power;
    }
  }
  return 10 * power;
}

HeatmapLayout::HeatmapLayout(const HeatmapFigure& figure, QSizeF size, const FigureStyle& style,
                             const HeatmapViewport& viewport, double devicePixels)
    : size_(size),
      devicePixels_(devicePixels),
      rows_(static_cast<int>(figure.rows())),
      cols_(static_cast<int>(figure.cols())) {
  padding_ = size.width() < 560 ? 16 : 24;
  placeHeader(figure, style);
  placePlot(figure, style);
  if (!plot_.isEmpty()) {
    placeViewport(viewport);
    chooseDetail(figure);
    placeLabels(figure, style);
    placeScale(figure, style);
  }
}

QSizeF HeatmapLayout::comfortableSize(const HeatmapFigure& figure, const FigureStyle& style) {
  constexpr double cell = 36;
  constexpr double page = 1152;
  constexpr double most = 2048;
  const auto side = [&](Index count) {
    return std::clamp(static_cast<double>(count), std::min(cell * static_cast<double>(count), page),
                      most);
  };
  double width = side(figure.cols());
  double height = side(figure.rows());
  if (figure.cells == CellShape::square && figure.rows() > 0) {
    const double each = std::min(width / static_cast<double>(figure.cols()),
                                 height / static_cast<double>(figure.rows()));
    width = each * static_cast<double>(figure.cols());
    height = each * static_cast<double>(figure.rows());
  }
  // What stands around the map depends a little on the size itself: whether labels lie flat,
  // whether the subtitle takes a line of its own.
  constexpr double narrowest = 480;
  QSizeF size(width + 240, height + 240);
  for (int i = 0; i < 4; ++i) {
    const HeatmapLayout layout(figure, size, style);
    size += QSizeF(std::ceil(width - layout.roomForCells_.width()),
                   std::ceil(height - layout.roomForCells_.height()));
    size.setWidth(std::max(narrowest, size.width()));
  }
  return size;
}

double HeatmapLayout::snapped(double length) const {
  return std::round(length * devicePixels_) / devicePixels_;
}

void HeatmapLayout::placeHeader(const HeatmapFigure& figure, const FigureStyle& style) {
  const double width = std::max(0.0, size_.width() - 2 * padding_);
  const QFontMetricsF titleMetrics(style.font(style.titleSize, QFont::DemiBold));
  const QFontMetricsF tagMetrics(style.font(style.captionSize, QFont::Medium));
  const QFontMetricsF captionMetrics(style.font(style.captionSize));
  if (figure.title.isEmpty() && figure.tags.isEmpty() && figure.subtitle.isEmpty()) {
    title_ = QRectF(padding_, 0, width, 0);
    return;
  }
  title_ = QRectF(padding_, kTitleTop, width, kTitleHeight);
  double right = padding_ + titleMetrics.horizontalAdvance(figure.title);
  constexpr double tagHeight = 24;
  for (const QString& tag : figure.tags) {
    const double tagWidth = std::ceil(tagMetrics.horizontalAdvance(tag)) + 2 * kTagPadding;
    const double left = right + (tags_.empty() ? 12 : 8);
    if (left + tagWidth > padding_ + width) {
      break;
    }
    tags_.push_back({tag, QRectF(std::round(left), kTitleTop + (kTitleHeight - tagHeight) / 2,
                                 tagWidth, tagHeight)});
    right = left + tagWidth;
  }
  if (!figure.subtitle.isEmpty()) {
    const double needed = captionMetrics.horizontalAdvance(figure.subtitle) + 1;
    subtitleBelow_ = right + 24 + needed > padding_ + width;
    subtitle_ = subtitleBelow_ ? QRectF(padding_, title_.bottom(), width, kSubtitleHeight)
                               : QRectF(padding_ + width - needed, kTitleTop, needed, kTitleHeight);
  }
}

void HeatmapLayout::placePlot(const HeatmapFigure& figure, const FigureStyle& style) {
  if (rows_ <= 0 || cols_ <= 0) {
    return;
  }
  const QFontMetricsF metrics(style.font(style.labelSize, QFont::DemiBold));
  const QFontMetricsF scaleMetrics(style.font(style.scaleSize));
  const double top = (subtitleBelow_ ? subtitle_.bottom() : title_.bottom()) + 8;
  const double bottom = size_.height() - padding_;

  // In steps, so that the map does not shiver sideways at every letter typed.
  const double longest = std::min(longestLabel(figure.labels.queries, metrics),
                                  std::min(kLongestLabel, 0.3 * size_.width()));
  const double titles = std::max(scaleMetrics.horizontalAdvance(figure.keyTitle),
                                 scaleMetrics.horizontalAdvance(figure.queryTitle));
  const double widest = std::max(longest, titles > 0 ? titles + style.scaleSize * 1.5 : 0);
  const double step = padding_ - 8;
  queryLabelRoom_ = std::ceil(widest / step) * step + kLabelGap;

  const double longestKey = longestLabel(figure.labels.keys, metrics);
  const double keyRoom = std::min(longestKey, kLongestLabel);
  const double lineHeight = style.labelSize * kLineSpacing;
  const auto rotatedRoom = [&](double angle) {
    return std::min(keyRoom * sine(angle) + lineHeight * cosine(angle) + kLabelGap,
                    std::max(0.3 * size_.height(), 40.0));
  };
  const double ticks = padding_ + kBarWidth + kTickGap +
                       TabularText(style.font(style.scaleSize)).width(QStringLiteral("0.00"));
  const double rightRoom = std::max(ticks, keyRoom * cosine(kKeyLabelAngles.front()) + 4);

  const double width = size_.width() - 2 * padding_ - queryLabelRoom_ - rightRoom;
  const auto fit = [&](double keyLabelRoom) {
    const double height = bottom - top - keyLabelRoom;
    fitCellWidth_ = std::min(
        width / cols_, figure.cells == CellShape::square ? kLargestFitCell : 4 * kLargestFitCell);
    fitCellHeight_ = std::min(height / rows_, kLargestFitCell);
    if (figure.cells == CellShape::square) {
      fitCellWidth_ = fitCellHeight_ = std::min(fitCellWidth_, fitCellHeight_);
    }
    for (double* cell : {&fitCellWidth_, &fitCellHeight_}) {
      if (*cell * devicePixels_ >= kSnapFrom) {
        *cell = std::floor(*cell * devicePixels_ + 1e-6) / devicePixels_;
      }
    }
    keyLabelRoom_ = keyLabelRoom;
  };
  bool allFit = false;
  for (const double angle : kKeyLabelAngles) {
    keyLabelAngle_ = angle;
    fit(rotatedRoom(angle));
    if (fitCellWidth_ * sine(angle) >= style.smallLabelSize * kLineSpacing) {
      allFit = true;
      break;
    }
  }
  if (!allFit) {
    keyLabelAngle_ = kKeyLabelAngles.front();
    fit(rotatedRoom(keyLabelAngle_));
  }
  if (longestKey + 8 <= fitCellWidth_) {
    keyLabelAngle_ = 0;
    fit(lineHeight + kLabelGap + (titles > 0 ? style.scaleSize * kLineSpacing : 0));
  }
  roomForCells_ = QSizeF(width, bottom - top - keyLabelRoom_);
  const QSizeF plotSize(fitCellWidth_ * cols_, fitCellHeight_ * rows_);
  if (width < kLeastPlot || roomForCells_.height() < kLeastPlot ||
      plotSize.width() * devicePixels_ < 1 || plotSize.height() * devicePixels_ < 1) {
    return;
  }

  const double spareWidth = width - plotSize.width();
  const double spareHeight = roomForCells_.height() - plotSize.height();
  plot_ = QRectF(QPointF(snapped(padding_ + queryLabelRoom_ + spareWidth / 2),
                         snapped(top + keyLabelRoom_ + 0.4 * spareHeight)),
                 QSizeF(snapped(plotSize.width()), snapped(plotSize.height())));
  largestZoom_ = std::max(1.0, kLargestCell / std::min(fitCellWidth_, fitCellHeight_));
  axisTitlesEnd_ = QPointF(plot_.left() - kLabelGap, plot_.top() - kLabelGap);
}

HeatmapViewport HeatmapLayout::clamped(HeatmapViewport viewport) const {
  viewport.zoom = std::clamp(viewport.zoom, 1.0, largestZoom_);
  const double shownCols = cols_ / viewport.zoom;
  const double shownRows = rows_ / viewport.zoom;
  viewport.origin.setX(std::clamp(viewport.origin.x(), 0.0, cols_ - shownCols));
  viewport.origin.setY(std::clamp(viewport.origin.y(), 0.0, rows_ - shownRows));
  return viewport;
}

void HeatmapLayout::placeViewport(const HeatmapViewport& viewport) {
  viewport_ = clamped(viewport);
  cellWidth_ = fitCellWidth_ * viewport_.zoom;
  cellHeight_ = fitCellHeight_ * viewport_.zoom;
  // A hair less, so that a cell that only touches the edge does not count.
  constexpr double hair = 1e-6;
  const auto last = [](double end, int count) {
    return std::clamp(static_cast<int>(std::floor(end - hair)), 0, count - 1);
  };
  visible_.firstCol = std::clamp(static_cast<int>(viewport_.origin.x() + hair), 0, cols_ - 1);
  visible_.firstRow = std::clamp(static_cast<int>(viewport_.origin.y() + hair), 0, rows_ - 1);
  visible_.lastCol = last(viewport_.origin.x() + cols_ / viewport_.zoom, cols_);
  visible_.lastRow = last(viewport_.origin.y() + rows_ / viewport_.zoom, rows_);
}

double HeatmapLayout::columnEdge(double column) const {
  return plot_.left() + snapped((column - viewport_.origin.x()) * cellWidth_);
}

double HeatmapLayout::rowEdge(double row) const {
  return plot_.top() + snapped((row - viewport_.origin.y()) * cellHeight_);
}

QRectF HeatmapLayout::cellRect(int query, int key) const {
  return QRectF(QPointF(columnEdge(key), rowEdge(query)),
                QPointF(columnEdge(key + 1), rowEdge(query + 1)));
}

QRectF HeatmapLayout::rowRect(int query) const {
  return QRectF(QPointF(plot_.left(), rowEdge(query)), QPointF(plot_.right(), rowEdge(query + 1)));
}

QPointF HeatmapLayout::cellAt(QPointF point) const {
  if (plot_.isEmpty()) {
    return {-1, -1};
  }
  return {viewport_.origin.x() + (point.x() - plot_.left()) / cellWidth_,
          viewport_.origin.y() + (point.y() - plot_.top()) / cellHeight_};
}

HeatmapHit HeatmapLayout::hit(QPointF point) const {
  if (plot_.isEmpty()) {
    return {};
  }
  const QPointF cell = cellAt(point);
  const auto index = [](double position, int first, int last) {
    return std::clamp(static_cast<int>(std::floor(position)), first, last);
  };
  const bool inRows = point.y() >= plot_.top() && point.y() < plot_.bottom();
  const bool inCols = point.x() >= plot_.left() && point.x() < plot_.right();
  const int query = index(cell.y(), visible_.firstRow, visible_.lastRow);
  if (inRows && inCols) {
    return {HeatmapHit::Part::cell, query, index(cell.x(), visible_.firstCol, visible_.lastCol)};
  }
  if (inRows && point.x() < plot_.left() && point.x() >= plot_.left() - queryLabelRoom_) {
    return {HeatmapHit::Part::queryLabel, query, -1};
  }
  const double above = plot_.top() - point.y();
  if (above > 0 && above <= keyLabelRoom_) {
    // A rotated label leans to the right as it rises.
    const double foot =
        point.x() -
        (keyLabelsRotated() ? above * cosine(keyLabelAngle_) / sine(keyLabelAngle_) : 0);
    if (foot >= plot_.left() && foot < plot_.right()) {
      return {HeatmapHit::Part::keyLabel, -1,
              index(cellAt({foot, plot_.top()}).x(), visible_.firstCol, visible_.lastCol)};
    }
  }
  return {};
}

void HeatmapLayout::chooseDetail(const HeatmapFigure& figure) {
  const double cell = std::min(cellWidth_, cellHeight_);
  showsGrid_ = cell >= kLeastGridCell;

  const int finest = figure.tile && figure.tile->covers(visible_.firstRow, visible_.lastRow)
                         ? 0
                         : figure.map->finestLevel();
  detailLevel_ = finest;
  while (detailLevel_ < figure.map->coarsestLevel() &&
         std::ldexp(cell * devicePixels_, detailLevel_) < 1 - 1e-9) {
    ++detailLevel_;
  }

  if (detailLevel_ != 0) {
    return;
  }
  numberDecimals_ = cell >= 64 ? 3 : 2;
  const int size = std::clamp(static_cast<int>(std::lround(cell * 0.3)), 9, 18);
  const TabularText numbers(uiFont(size));
  double widest = numbers.width(cellNumber(0.88, numberDecimals_));
  for (const float end : {figure.range.low, figure.range.high}) {
    widest = std::max(widest, numbers.width(cellNumber(end, numberDecimals_)));
    widest = std::max(widest, numbers.width(cellNumber(std::copysign(0.88, end), numberDecimals_)));
  }
  numberSize_ = widest + 3 <= cellWidth_ && size * 1.3 <= cellHeight_ ? size : 0;
}

void HeatmapLayout::placeLabels(const HeatmapFigure& figure, const FigureStyle& style) {
  queryLabelSize_ = labelSizeFor(cellHeight_, style);
  const QFontMetricsF queryMetrics(style.font(queryLabelSize_));
  const QFontMetricsF queryBoldMetrics(style.font(queryLabelSize_, QFont::DemiBold));
  const double queryRoom = queryLabelRoom_ - kLabelGap;
  const double queryDrop = queryMetrics.capHeight() / 2;  // from the middle to the baseline
  for (const int row : thinnedOut(visible_.firstRow, visible_.lastRow, cellHeight_,
                                  queryLabelSize_ * kLineSpacing * 0.999, figure.selectedQuery)) {
    if (!isMostlyShown(rowEdge(row), rowEdge(row + 1), plot_.top(), plot_.bottom())) {
      continue;
    }
    const double middle =
        (std::max(rowEdge(row), plot_.top()) + std::min(rowEdge(row + 1), plot_.bottom())) / 2;
    const bool selected = row == figure.selectedQuery;
    const FittedText label = fitted(labelAt(figure.labels.queries, row), queryRoom,
                                    selected ? queryBoldMetrics : queryMetrics);
    queryLabels_.push_back({row, label.text,
                            QPointF(plot_.left() - kLabelGap - label.width, middle + queryDrop),
                            selected});
  }

  const double lean = keyLabelsRotated() ? sine(keyLabelAngle_) : 1;
  keyLabelSize_ = keyLabelsRotated() ? labelSizeFor(cellWidth_ * lean, style) : style.labelSize;
  const QFontMetricsF keyMetrics(style.font(keyLabelSize_));
  const QFontMetricsF keyBoldMetrics(style.font(keyLabelSize_, QFont::DemiBold));
  const double lineHeight = keyLabelSize_ * kLineSpacing;
  const double keyRoom =
      keyLabelsRotated()
          ? (keyLabelRoom_ - kLabelGap - lineHeight * cosine(keyLabelAngle_)) / lean + 0.5
          : cellWidth_ - 4;
  const double spacing = keyLabelsRotated() ? lineHeight * 0.999 / lean : 0.5 * cellWidth_;
  for (const int col :
       thinnedOut(visible_.firstCol, visible_.lastCol, cellWidth_, spacing, figure.selectedKey)) {
    if (!isMostlyShown(columnEdge(col), columnEdge(col + 1), plot_.left(), plot_.right())) {
      continue;
    }
    const double middle =
        (std::max(columnEdge(col), plot_.left()) + std::min(columnEdge(col + 1), plot_.right())) /
        2;
    const bool selected = col == figure.selectedKey;
    const FittedText label =
        fitted(labelAt(figure.labels.keys, col), keyRoom, selected ? keyBoldMetrics : keyMetrics);
    // Half the letters' height to the right, so that the letters and not the baseline rise from
    // the middle of the column.
    const double shift = keyLabelsRotated() ? keyMetrics.xHeight() / 2 * lean : -label.width / 2;
    keyLabels_.push_back(
        {col, label.text, QPointF(middle + shift, plot_.top() - kLabelGap + 1), selected});
  }
}

void HeatmapLayout::placeScale(const HeatmapFigure& figure, const FigureStyle& style) {
  colorBar_ = QRectF(plot_.right() + padding_, plot_.top(), kBarWidth, plot_.height());
  const double span = double{figure.range.high} - figure.range.low;
  const double room = std::max(4.0 * style.scaleSize, 64.0);
  const double share = std::clamp(room / colorBar_.height(), 0.1, 1.0);
  const double step = niceStep(span * share);
  const int decimals = decimalsOf(step);
  for (int i = static_cast<int>(std::ceil(figure.range.low / step - 1e-6));
       i * step <= figure.range.high + step * 1e-6; ++i) {
    const double value = i * step;
    ticks_.push_back({value, colorBar_.bottom() - figure.range.position(value) * colorBar_.height(),
                      listNumber(value, decimals)});
  }
}

HeatmapViewport HeatmapLayout::zoomed(double factor, QPointF point) const {
  if (plot_.isEmpty()) {
    return viewport_;
  }
  HeatmapViewport next = viewport_;
  next.zoom = std::clamp(viewport_.zoom * factor, 1.0, largestZoom_);
  // Whole device pixels a cell, so that all cells are alike, but never standing still.
  const double pixels = fitCellWidth_ * next.zoom * devicePixels_;
  if (fitCellWidth_ == fitCellHeight_ && pixels >= kSnapFrom && factor != 1.0) {
    const double before = cellWidth_ * devicePixels_;
    double whole = std::round(pixels);
    if (std::abs(whole - before) < 0.5) {
      whole = factor > 1 ? std::floor(before) + 1 : std::ceil(before) - 1;
    }
    next.zoom = std::clamp(whole / (fitCellWidth_ * devicePixels_), 1.0, largestZoom_);
  }
  const QPointF inPlot(std::clamp(point.x(), plot_.left(), plot_.right()),
                       std::clamp(point.y(), plot_.top(), plot_.bottom()));
  const QPointF held = cellAt(inPlot);
  next.origin = QPointF(held.x() - (inPlot.x() - plot_.left()) / (fitCellWidth_ * next.zoom),
                        held.y() - (inPlot.y() - plot_.top()) / (fitCellHeight_ * next.zoom));
  return clamped(next);
}

HeatmapViewport HeatmapLayout::panned(QPointF by) const {
  if (plot_.isEmpty()) {
    return viewport_;
  }
  HeatmapViewport next = viewport_;
  next.origin -= QPointF(by.x() / cellWidth_, by.y() / cellHeight_);
  return clamped(next);
}

HeatmapViewport HeatmapLayout::showing(int query, int key) const {
  if (plot_.isEmpty()) {
    return viewport_;
  }
  HeatmapViewport next = viewport_;
  const auto moved = [](double origin, double shown, int index) {
    return std::max(std::min(origin, static_cast<double>(index)), index + 1 - shown);
  };
  if (query >= 0) {
    next.origin.setY(moved(next.origin.y(), rows_ / next.zoom, query));
  }
  if (key >= 0) {
    next.origin.setX(moved(next.origin.x(), cols_ / next.zoom, key));
  }
  return clamped(next);
}

HeatmapViewport HeatmapLayout::onWholeCells() const {
  if (plot_.isEmpty()) {
    return viewport_;
  }
  const double shown = std::max(1.0, std::round(std::max(rows_, cols_) / viewport_.zoom));
  HeatmapViewport whole;
  whole.zoom = std::max(rows_, cols_) / shown;
  whole.origin = QPointF(std::round(viewport_.origin.x()), std::round(viewport_.origin.y()));
  return clamped(whole);
}

}  // namespace headscope
