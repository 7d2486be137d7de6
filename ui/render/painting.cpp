#include "render/painting.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPaintEngine>

namespace headscope {

void paintText(QPainter& painter, const QFont& font, const QColor& color, const QRectF& room,
               Align align, const QString& text) {
  if (text.isEmpty() || room.isEmpty()) {
    return;
  }
  const QFontMetricsF metrics(font);
  const QString shown = metrics.elidedText(text, Qt::ElideRight, room.width());
  const double slack = std::max(0.0, room.width() - metrics.horizontalAdvance(shown));
  const double x = align == Align::left ? 0 : align == Align::centre ? slack / 2 : slack;
  painter.setFont(font);
  painter.setPen(color);
  painter.drawText(QPointF(room.left() + x, room.center().y() + metrics.capHeight() / 2), shown);
}

void paintFrame(QPainter& painter, const QRectF& outer, double thickness, const QColor& color) {
  const double t = std::min({thickness, outer.width() / 2, outer.height() / 2});
  const double inner = outer.height() - 2 * t;
  painter.fillRect(QRectF(outer.left(), outer.top(), outer.width(), t), color);
  painter.fillRect(QRectF(outer.left(), outer.bottom() - t, outer.width(), t), color);
  painter.fillRect(QRectF(outer.left(), outer.top() + t, t, inner), color);
  painter.fillRect(QRectF(outer.right() - t, outer.top() + t, t, inner), color);
}

bool isVectorDevice(const QPainter& painter) {
  const QPaintEngine* engine = painter.paintEngine();
  return engine != nullptr && engine->type() != QPaintEngine::Raster;
}

}  // namespace headscope
