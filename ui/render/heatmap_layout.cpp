#include "render/heatmap_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "render/heatmap_metrics.h"
#include "render/shaped_text.h"
#include "render/tabular_text.h"

namespace headscope {

namespace {

constexpr double kHeaderPadding = 24;  // in line with what the window shows above
constexpr double kTitleTop = 12;
constexpr double kTitleHeight = 28;
constexpr double kSubtitleHeight = 20;
constexpr double kTagPadding = 10;
constexpr double kLongestLabel = 144;  // longer ones are elided
constexpr double kTickGap = 6;
constexpr double kLargestFitCell = 96;
constexpr double kLargestCell = 160;
constexpr double kLeastGridCell = 7;
constexpr double kLeastPlot = 24;

// Labels lie as flat as they can without touching each other.
constexpr std::array kKeyLabelAngles = {50.0, 65.0, 90.0};

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
double longestLabel(const QStringList& labels, const QFont& font) {
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
    longest = std::max(longest, textWidth(font, visibleToken(labels[it->second])));
  }
  return longest;
}

}  // namespace

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

void HeatmapLayout::placeHeader(const HeatmapFigure& figure, const FigureStyle& style) {
  const double width = std::max(0.0, size_.width() - 2 * kHeaderPadding);
  const QFont titleFont = style.font(style.titleSize, QFont::DemiBold);
  const QFont tagFont = style.font(style.captionSize, QFont::Medium);
  const QFont captionFont = style.font(style.captionSize);
  if (figure.title.isEmpty() && figure.tags.isEmpty() && figure.subtitle.isEmpty()) {
    title_ = QRectF(kHeaderPadding, 0, width, 0);
    return;
  }
  title_ = QRectF(kHeaderPadding, kTitleTop, width, kTitleHeight);
  double right = kHeaderPadding + textWidth(titleFont, figure.title);
  constexpr double tagHeight = 24;
  for (const QString& tag : figure.tags) {
    const double tagWidth = std::ceil(textWidth(tagFont, tag)) + 2 * kTagPadding;
    const double left = right + (tags_.empty() ? 12 : 8);
    if (left + tagWidth > kHeaderPadding + width) {
      break;
    }
    tags_.push_back({tag, QRectF(std::round(left), kTitleTop + (kTitleHeight - tagHeight) / 2,
                                 tagWidth, tagHeight)});
    right = left + tagWidth;
  }
  if (!figure.subtitle.isEmpty()) {
    const double needed = textWidth(captionFont, figure.subtitle) + 1;
    subtitleBelow_ = right + 24 + needed > kHeaderPadding + width;
    subtitle_ = subtitleBelow_
                    ? QRectF(kHeaderPadding, title_.bottom(), width, kSubtitleHeight)
                    : QRectF(kHeaderPadding + width - needed, kTitleTop, needed, kTitleHeight);
  }
}

void HeatmapLayout::placePlot(const HeatmapFigure& figure, const FigureStyle& style) {
  if (rows_ <= 0 || cols_ <= 0) {
    return;
  }
  const QFont labelFont = style.font(style.labelSize, QFont::DemiBold);
  const QFont scaleFont = style.font(style.scaleSize);
  const double top = (subtitleBelow_ ? subtitle_.bottom() : title_.bottom()) + 8;
  const double bottom = size_.height() - padding_;

  // In steps, so that the map does not shiver sideways at every letter typed.
  const double longest = std::min(longestLabel(figure.labels.queries, labelFont),
                                  std::min(kLongestLabel, 0.3 * size_.width()));
  const double titles =
      std::max(textWidth(scaleFont, figure.keyTitle), textWidth(scaleFont, figure.queryTitle));
  const double widest = std::max(longest, titles > 0 ? titles + style.scaleSize * 1.5 : 0);
  const double step = padding_ - 8;
  queryLabelRoom_ = std::ceil(widest / step) * step + kLabelGap;

  const double longestKey = longestLabel(figure.labels.keys, labelFont);
  const double keyRoom = std::min(longestKey, kLongestLabel);
  const double lineHeight = style.labelSize * kLineSpacing;
  const auto rotatedRoom = [&](double angle) {
    return std::min(keyRoom * sine(angle) + lineHeight * cosine(angle) + kLabelGap,
                    std::max(0.3 * size_.height(), 40.0));
  };
  const double ticks = padding_ + kColorBarWidth + kTickGap +
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

}  // namespace headscope
