#include <algorithm>
#include <cmath>

#include <QPicture>

#include "render/painting.h"
#include "views/position_captions.h"
#include "views/position_figure.h"
#include "views/position_map.h"

namespace headscope {

// Painted by another figure, so that this one keeps its layout and its image.
std::function<void(QPainter&, QSizeF)> PositionFigure::figurePaint() const {
  return [picture = picture_, colors = theme_, shown = ranges()](QPainter& painter, QSizeF size) {
    PositionFigure figure;
    figure.setTheme(colors);
    figure.setPicture(picture);
    figure.setRanges(shown);
    figure.paintOn(painter, size);
  };
}

void PositionFigure::paintOn(QPainter& painter, QSizeF size) {
  const QSize whole(std::max(qRound(size.width()), 1), std::max(qRound(size.height()), 1));
  const double scale = std::clamp(std::abs(painter.deviceTransform().m11()), 0.1, 16.0);
  map_->setResolution(isVectorDevice(painter) ? 0 : scale);
  setPlottingHint(QCP::phFastPolylines, false);  // joins that hold at any zoom
  setViewport(QRect(QPoint(), whole));
  prepareLayout();

  // QCustomPlot paints with its own painter, and one device has one painter: it paints into a
  // record of shapes, text and images, which the caller's painter then repeats.
  QPicture record;
  QCPPainter recorder;
  recorder.begin(&record);
  recorder.setMode(QCPPainter::pmVectorized);
  toPainter(&recorder, whole.width(), whole.height());
  recorder.end();

  painter.save();
  painter.setRenderHint(QPainter::LosslessImageRendering);  // else a PDF has the map as JPEG
  // A record is repeated at its size in inches; here a pixel is one unit of the painter.
  painter.scale(static_cast<double>(record.logicalDpiX()) / painter.device()->logicalDpiX(),
                static_cast<double>(record.logicalDpiY()) / painter.device()->logicalDpiY());
  painter.drawPicture(QPointF(), record);
  painter.restore();
}

void paintPositions(QPainter& painter, QSizeF size, const PositionTable& table,
                    const Theme& theme) {
  PositionFigure figure;
  figure.setTheme(theme);
  figure.setPicture(positionPicture(table));
  figure.figurePaint()(painter, size);
}

}  // namespace headscope
