#include "render/line_chart.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>

#include "render/painting.h"

namespace headscope {
namespace {

constexpr double kTitleLine = 24;
constexpr double kLabelLine = 20;
constexpr double kLabelWidth = 28;
constexpr int kYParts = 2;

// About as many steps between the numbers below as have room.
double xStep(double most, double width) {
  constexpr double kLeastBetween = 44;
  const double least = most * kLeastBetween / std::max(width, 1.0);
  const double unit = std::pow(10, std::floor(std::log10(std::max(least, 1.0))));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (least <= factor * unit) {
      return factor * unit;
    }
  }
  return 10 * unit;
}

QPointF onChart(const QRectF& plot, const LineChart& chart, const QPointF& value) {
  return {plot.left() + plot.width() * value.x() / chart.xMost,
          plot.bottom() - plot.height() * std::clamp(value.y() / chart.yMost, 0.0, 1.0)};
}

void paintGrid(QPainter& painter, const QRectF& plot, const LineChart& chart,
               const FigureStyle& style) {
  const QFont font = style.font(style.scaleSize);
  for (int part = 0; part <= kYParts; ++part) {
    const double value = chart.yMost * part / kYParts;
    const double y = std::round(onChart(plot, chart, {0, value}).y());
    painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), style.theme.border);
    QString number = QString::number(value, 'f', chart.yDecimals);
    if (value == std::round(value)) {
      number = QString::number(value, 'f', 0);
    }
    paintText(painter, font, style.theme.textQuiet,
              QRectF(plot.left() - kLabelWidth, y - 10, kLabelWidth - 8, 20), Align::right, number);
  }
  const double step = xStep(chart.xMost, plot.width());
  for (double x = 0; x <= chart.xMost + step / 100; x += step) {
    const double at = onChart(plot, chart, {x, 0}).x();
    paintText(painter, font, style.theme.textQuiet, QRectF(at - 30, plot.bottom() + 2, 60, 20),
              Align::centre, QString::number(x, 'f', 0));
  }
}

// A hundred thousand losses are drawn on a few hundred pixels: of each column of pixels its first,
// lowest, highest and last point. The line covers the same pixels.
QPolygonF onePassAPixel(const QPolygonF& points) {
  QPolygonF kept;
  for (qsizetype begin = 0; begin < points.size();) {
    const double column = std::floor(points[begin].x());
    qsizetype low = begin;
    qsizetype high = begin;
    qsizetype end = begin;
    for (; end < points.size() && std::floor(points[end].x()) == column; ++end) {
      low = points[end].y() < points[low].y() ? end : low;
      high = points[end].y() > points[high].y() ? end : high;
    }
    qsizetype last = -1;
    for (const qsizetype i : {begin, std::min(low, high), std::max(low, high), end - 1}) {
      if (i > last) {
        kept.append(points[i]);
        last = i;
      }
    }
    begin = end;
  }
  return kept;
}

}  // namespace

double roundedUp(double most) {
  if (!(most > 0)) {
    return 1;
  }
  const double unit = std::pow(10, std::floor(std::log10(most)));
  for (const double factor : {1.0, 2.0, 4.0, 5.0, 8.0}) {
    if (most <= factor * unit * (1 + 1e-9)) {
      return factor * unit;
    }
  }
  return 10 * unit;
}

void paintLineChart(QPainter& painter, const QRectF& room, const LineChart& chart,
                    const FigureStyle& style) {
  const QRectF plot = room.adjusted(kLabelWidth, kTitleLine, -12, -kLabelLine);
  if (plot.width() <= 0 || plot.height() <= 0) {
    return;
  }
  painter.save();
  const QFont font = style.font(style.captionSize, QFont::DemiBold);
  const QRectF caption(plot.left(), room.top(), plot.width() + 12, 16);
  const bool fits = QFontMetricsF(font).horizontalAdvance(chart.title) <= caption.width();
  paintText(painter, font, style.theme.text, caption, Align::left,
            fits ? chart.title : chart.brief);
  paintGrid(painter, plot, chart, style);
  painter.setRenderHint(QPainter::Antialiasing);
  if (chart.mark) {
    const double x = onChart(plot, chart, {*chart.mark, 0}).x();
    painter.setPen(QPen(style.theme.warm, 1, Qt::DashLine));
    painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()));
  }
  for (const ChartLine& line : chart.lines) {
    QPolygonF points;
    for (const QPointF& point : line.points) {
      points.append(onChart(plot, chart, point));
    }
    points = onePassAPixel(points);
    QPen pen(line.color, line.width);
    pen.setJoinStyle(Qt::BevelJoin);  // a round one is an arc for each point
    painter.setPen(pen);
    if (points.size() == 1) {
      painter.drawPoint(points.front());
    } else {
      painter.drawPolyline(points);
    }
  }
  painter.restore();
}

}  // namespace headscope
