#pragma once

#include <QPainter>

namespace headscope {

enum class Align { left, centre, right };

// One line of text, vertically centred by its capitals and elided where it is too long.
void paintText(QPainter& painter, const QFont& font, const QColor& color, const QRectF& room,
               Align align, const QString& text);

// A sentence, centred: in as many lines of the height of `first` as it takes, the first there.
void paintSentence(QPainter& painter, const QFont& font, const QColor& color, const QRectF& first,
                   const QString& text);

// The inside edge of `outer`, as filled strips: sharp where its sides lie on device pixels.
void paintFrame(QPainter& painter, const QRectF& outer, double thickness, const QColor& color);

// Whether what is painted is kept as shapes and text (PDF, SVG, QPicture) and not as pixels.
bool isVectorDevice(const QPainter& painter);

}  // namespace headscope
