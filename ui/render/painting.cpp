#include "render/painting.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPaintEngine>

#include "render/shaped_text.h"

namespace headscope {

void paintText(QPainter& painter, const QFont& font, const QColor& color, const QRectF& room,
               Align align, const QString& text) {
  if (text.isEmpty() || room.isEmpty()) {
    return;
  }
  const QString shown = fittingText(font, text, room.width());
  const double slack = std::max(0.0, room.width() - textWidth(font, shown));
  const double x = align == Align::left ? 0 : align == Align::centre ? slack / 2 : slack;
  const double baseline = room.center().y() + QFontMetricsF(font).capHeight() / 2;
  painter.setPen(color);
  drawTextLine(painter, font, QPointF(room.left() + x, baseline), shown);
}

void paintSentence(QPainter& painter, const QFont& font, const QColor& color, const QRectF& first,
                   const QString& text) {
  QRectF line = first;
  for (const QString& words : wrappedText(font, text, first.width())) {
    paintText(painter, font, color, line, Align::centre, words);
    line.translate(0, first.height());
  }
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
