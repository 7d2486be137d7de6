#pragma once

#include <vector>

#include "render/color_map.h"
#include "tensor/matrix.h"
#include "theme/theme.h"
#include "views/position_captions.h"
#include "views/position_plotting.h"

namespace headscope {

// What the plots of the Positions tab have in common.

inline const QString kPositionMapLayer = QStringLiteral("map");
inline const QString kPositionMarksLayer = QStringLiteral("marks");

// An axis rect with a bottom and a left axis, whole numbers at the bottom, and room for a caption.
QCPAxisRect* makePositionRect(QCustomPlot* plot, TickNumbers leftNumbers);
inline QCPAxis* bottomOf(const QCPAxisRect* rect) {
  return rect->axis(QCPAxis::atBottom);
}
inline QCPAxis* leftOf(const QCPAxisRect* rect) {
  return rect->axis(QCPAxis::atLeft);
}

// Quiet labels without lines or tick marks; the grid in the theme's hairlines.
void styleAxes(const QCPAxisRect* rect, const Theme& theme);

// The warm point of the chosen value.
void styleMark(QCPGraph* mark, const Theme& theme);

QCPColorGradient gradientOf(const ColorMap& colors);

// Keys first, first + 1, …
QVector<double> wholeNumbers(Index count, double first);

// NaN interrupts a line; an infinite value would break its axis and becomes one.
QVector<double> finite(QVector<double> values);

// The range with some room above and below, and never empty.
QCPRange withRoom(const QCPRange& range);

// All values of some graphs, with room; NaN does not count.
QCPRange valuesWithRoom(const std::vector<QCPGraph*>& graphs);

}  // namespace headscope
