#pragma once

#include <QFont>
#include <QPainter>
#include <QPointF>
#include <QString>
#include <QStringList>

namespace headscope {

// Lines of text, measured and drawn as QFontMetricsF and QPainter do it. Shaping is most of what
// a figure's text costs and a keystroke changes one word of it, so the last lines are remembered,
// a memo for each thread.

// In pixels, from the first letter's origin to where the next would stand.
double textWidth(const QFont& font, const QString& text);

// A text as it fits into a width, elided on the right where it is too long.
QString fittingText(const QFont& font, const QString& text, double width);

// Lines of whole words no wider than that, but for a word that is itself wider.
QStringList wrappedText(const QFont& font, const QString& text, double width);

// In the painter's pen. In a file it stays text.
void drawTextLine(QPainter& painter, const QFont& font, QPointF baseline, const QString& text);

}  // namespace headscope
