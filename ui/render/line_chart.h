#pragma once

#include <optional>
#include <vector>

#include <QColor>
#include <QPainter>
#include <QPointF>
#include <QString>

#include "render/figure_style.h"

namespace headscope {

struct ChartLine {
  std::vector<QPointF> points;  // x rising
  QColor color;
  double width = 2;
};

// A small chart that says one thing: lines over whole numbers from 0 on. A value.
struct LineChart {
  QString title;
  QString brief;  // where the title has no room
  double xMost = 1;
  double yMost = 1;
  int yDecimals = 1;
  std::vector<ChartLine> lines;  // the last one on top
  std::optional<double> mark;    // a dashed line at this x
};

// From 0 to the least of 1, 2, 4, 5, 8 times a power of ten that holds it.
double roundedUp(double most);

// Paints it into `room`, labels of the axes included, without a background.
void paintLineChart(QPainter& painter, const QRectF& room, const LineChart& chart,
                    const FigureStyle& style);

}  // namespace headscope
