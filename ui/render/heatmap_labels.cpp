#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <QFontMetricsF>

#include "render/heatmap_layout.h"
#include "render/heatmap_metrics.h"
#include "render/shaped_text.h"
#include "render/tabular_text.h"

namespace headscope {

namespace {

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

FittedText fitted(const QString& text, double room, const QFont& font) {
  const QString fitting = fittingText(font, text, room);
  return {fitting, textWidth(font, fitting)};
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

void HeatmapLayout::placeLabels(const HeatmapFigure& figure, const FigureStyle& style) {
  queryLabelSize_ = labelSizeFor(cellHeight_, style);
  const QFont queryFont = style.font(queryLabelSize_);
  const QFont queryBoldFont = style.font(queryLabelSize_, QFont::DemiBold);
  const double queryRoom = queryLabelRoom_ - kLabelGap;
  const double queryDrop =
      QFontMetricsF(queryFont).capHeight() / 2;  // from the middle to the baseline
  for (const int row : thinnedOut(visible_.firstRow, visible_.lastRow, cellHeight_,
                                  queryLabelSize_ * kLineSpacing * 0.999, figure.selectedQuery)) {
    if (!isMostlyShown(rowEdge(row), rowEdge(row + 1), plot_.top(), plot_.bottom())) {
      continue;
    }
    const double middle =
        (std::max(rowEdge(row), plot_.top()) + std::min(rowEdge(row + 1), plot_.bottom())) / 2;
    const bool selected = row == figure.selectedQuery;
    const FittedText label = fitted(labelAt(figure.labels.queries, row), queryRoom,
                                    selected ? queryBoldFont : queryFont);
    queryLabels_.push_back({row, label.text,
                            QPointF(plot_.left() - kLabelGap - label.width, middle + queryDrop),
                            selected});
  }

  const double lean = keyLabelsRotated() ? sine(keyLabelAngle_) : 1;
  keyLabelSize_ = keyLabelsRotated() ? labelSizeFor(cellWidth_ * lean, style) : style.labelSize;
  const QFont keyFont = style.font(keyLabelSize_);
  const QFont keyBoldFont = style.font(keyLabelSize_, QFont::DemiBold);
  const double keyXHeight = QFontMetricsF(keyFont).xHeight();
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
        fitted(labelAt(figure.labels.keys, col), keyRoom, selected ? keyBoldFont : keyFont);
    // Half the letters' height to the right, so that the letters and not the baseline rise from
    // the middle of the column.
    const double shift = keyLabelsRotated() ? keyXHeight / 2 * lean : -label.width / 2;
    keyLabels_.push_back(
        {col, label.text, QPointF(middle + shift, plot_.top() - kLabelGap + 1), selected});
  }
}

void HeatmapLayout::placeScale(const HeatmapFigure& figure, const FigureStyle& style) {
  colorBar_ = QRectF(plot_.right() + padding_, plot_.top(), kColorBarWidth, plot_.height());
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

}  // namespace headscope
