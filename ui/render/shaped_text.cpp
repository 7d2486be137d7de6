#include "render/shaped_text.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QTextLayout>

#include "render/font_memo.h"
#include "render/painting.h"

namespace headscope {
namespace {

struct Key {
  QFont font;
  QString text;

  bool operator==(const Key&) const = default;
};

std::size_t qHash(const Key& key, std::size_t seed = 0) {
  return qHashMulti(seed, key.font, key.text);
}

struct Shaped {
  double width = 0;
  double ascent = 0;  // of the baseline below the runs' origin
  QList<QGlyphRun> runs;
};

Shaped shape(const QFont& font, const QString& text) {
  Shaped line;
  line.width = QFontMetricsF(font).horizontalAdvance(text);
  QTextLayout layout(text, font);
  layout.beginLayout();
  const QTextLine only = layout.createLine();
  layout.endLayout();
  if (only.isValid()) {
    line.ascent = only.ascent();
    line.runs = layout.glyphRuns();
  }
  return line;
}

const Shaped& shaped(const QFont& font, const QString& text) {
  return rememberedOfFont<Shaped>(Key{font, text}, [&] { return shape(font, text); });
}

}  // namespace

double textWidth(const QFont& font, const QString& text) {
  return text.isEmpty() ? 0 : shaped(font, text).width;
}

QStringList wrappedText(const QFont& font, const QString& text, double width) {
  QStringList lines;
  for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const QString longer = lines.isEmpty() ? word : lines.back() + QLatin1Char(' ') + word;
    if (lines.isEmpty() || textWidth(font, longer) > width) {
      lines.append(word);
    } else {
      lines.back() = longer;
    }
  }
  return lines;
}

QString fittingText(const QFont& font, const QString& text, double width) {
  return textWidth(font, text) <= width
             ? text
             : QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
}

void drawTextLine(QPainter& painter, const QFont& font, QPointF baseline, const QString& text) {
  if (text.isEmpty()) {
    return;
  }
  if (isVectorDevice(painter)) {
    painter.setFont(font);
    painter.drawText(baseline, text);
    return;
  }
  const Shaped& line = shaped(font, text);
  for (const QGlyphRun& run : line.runs) {
    painter.drawGlyphRun(baseline - QPointF(0, line.ascent), run);
  }
}

}  // namespace headscope
