#include "views/position_axes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headscope {
namespace {

void styleAxis(QCPAxis* axis, const Theme& theme) {
  axis->setTickLabelFont(uiFont(11));
  axis->setLabelFont(uiFont(11));
  axis->setTickLabelColor(theme.textQuiet);
  axis->setLabelColor(theme.textQuiet);
  axis->setBasePen(Qt::NoPen);
  axis->setTickPen(Qt::NoPen);
  axis->setTickLength(0, 1);  // a line of no length would become a point in a file, pen or not
  axis->setSubTicks(false);
  axis->setTickLabelPadding(5);
  axis->setLabelPadding(4);
  axis->grid()->setPen(QPen(theme.border, 1));
  axis->grid()->setZeroLinePen(QPen(mix(theme.border, theme.textQuiet, 0.5), 1));
  axis->grid()->setAntialiased(false);
  axis->grid()->setAntialiasedZeroLine(false);
}

}  // namespace

void styleAxes(const QCPAxisRect* rect, const Theme& theme) {
  for (QCPAxis* axis : rect->axes()) {
    styleAxis(axis, theme);
  }
}

void styleMark(QCPGraph* mark, const Theme& theme) {
  mark->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.canvas, 1.5), QBrush(theme.warm), 8));
  mark->setLineStyle(QCPGraph::lsNone);
}

QVector<double> wholeNumbers(Index count, double first) {
  QVector<double> numbers(count);
  for (Index i = 0; i < count; ++i) {
    numbers[i] = first + static_cast<double>(i);
  }
  return numbers;
}

QVector<double> finite(QVector<double> values) {
  for (double& value : values) {
    if (!std::isfinite(value)) {
      value = std::numeric_limits<double>::quiet_NaN();
    }
  }
  return values;
}

QCPRange withRoom(const QCPRange& range) {
  const double room = std::max(0.08 * range.size(), 1e-6 + 0.05 * std::abs(range.upper));
  return {range.lower - room, range.upper + room};
}

QCPRange valuesWithRoom(const std::vector<QCPGraph*>& graphs) {
  QCPRange all;
  bool any = false;
  for (const QCPGraph* graph : graphs) {
    bool found = false;
    const QCPRange range = graph->data()->valueRange(found);
    if (found) {
      all = any ? all.expanded(range) : range;
      any = true;
    }
  }
  return withRoom(any ? all : QCPRange(0, 1));
}

QCPColorGradient gradientOf(const ColorMap& colors) {
  QMap<double, QColor> stops;
  for (std::size_t i = 0; i < colors.table().size(); ++i) {
    stops.insert(static_cast<double>(i) / 255, QColor(colors.table()[i]));
  }
  QCPColorGradient gradient;
  gradient.setLevelCount(256);
  gradient.setColorStops(stops);
  return gradient;
}

QCPAxisRect* makePositionRect(QCustomPlot* plot, TickNumbers leftNumbers) {
  auto* rect = new QCPAxisRect(plot, false);
  rect->setMinimumMargins(QMargins(0, PlotCaption::kHeight, 0, 0));
  rect->setMinimumSize(48, 24);
  QCPAxis* bottom = rect->addAxis(QCPAxis::atBottom);
  QCPAxis* left = rect->addAxis(QCPAxis::atLeft);
  bottom->setTicker(QSharedPointer<QuietTicker>::create(bottom, TickNumbers::whole));
  left->setTicker(QSharedPointer<QuietTicker>::create(left, leftNumbers));
  return rect;
}

}  // namespace headscope
