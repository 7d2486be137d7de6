#include "render/tabular_text.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPaintEngine>

#include "render/font_memo.h"
#include "render/shaped_text.h"

namespace headscope {

namespace {

// What numbers are made of; U+2212 is the minus sign. As many as TabularText has glyphs for.
constexpr QStringView kCharacters = u"0123456789+\u2212-. %";
constexpr qsizetype kSigns = 10;  // from here: + and two kinds of minus
constexpr qsizetype kOthers = 13;

bool isSvg(const QPainter& painter) {
  return painter.paintEngine() != nullptr && painter.paintEngine()->type() == QPaintEngine::SVG;
}

bool isRaster(const QPainter& painter) {
  return painter.paintEngine() != nullptr && painter.paintEngine()->type() == QPaintEngine::Raster;
}

}  // namespace

TabularText::TabularText(const QFont& font)
    : font_(font), digits_(rememberedOfFont<Digits>(font, [&] { return digitsOf(font); })) {}

TabularText::Digits TabularText::digitsOf(const QFont& font) {
  static_assert(kCharacters.size() == std::tuple_size_v<decltype(Digits::glyphs)>);
  const QFontMetricsF metrics(font);
  Digits digits{.raw = QRawFont::fromFont(font), .capHeight = metrics.capHeight(), .glyphs = {}};
  const auto widestOf = [&metrics](qsizetype first, qsizetype last) {
    double widest = 0;
    for (qsizetype i = first; i < last; ++i) {
      widest = std::max(widest, metrics.horizontalAdvance(kCharacters[i]));
    }
    return widest;
  };
  const double digit = widestOf(0, kSigns);
  const double sign = widestOf(kSigns, kOthers);
  const QList<quint32> indexes = digits.raw.glyphIndexesForString(kCharacters.toString());
  for (qsizetype i = 0; i < kCharacters.size(); ++i) {
    const double natural = metrics.horizontalAdvance(kCharacters[i]);
    Glyph& glyph = digits.glyphs[static_cast<std::size_t>(i)];
    glyph.index = i < indexes.size() ? indexes[i] : 0;
    glyph.advance = i < kSigns ? digit : i < kOthers ? sign : natural;
    glyph.offset = (glyph.advance - natural) / 2;
  }
  return digits;
}

const TabularText::Glyph& TabularText::glyph(QChar character) const {
  return digits_.glyphs[static_cast<std::size_t>(kCharacters.indexOf(character))];
}

bool TabularText::isNumber(const QString& text) {
  return std::all_of(text.begin(), text.end(),
                     [](QChar character) { return kCharacters.contains(character); });
}

double TabularText::width(const QString& text) const {
  if (!isNumber(text)) {
    return textWidth(font_, text);
  }
  double width = 0;
  for (const QChar character : text) {
    width += glyph(character).advance;
  }
  return width;
}

void TabularText::draw(QPainter& painter, QPointF baseline, const QString& text) const {
  painter.setFont(font_);
  if (!isNumber(text) || isSvg(painter)) {
    painter.drawText(baseline, text);
    return;
  }
  const bool allInFont =
      std::all_of(text.begin(), text.end(), [this](QChar c) { return glyph(c).index != 0; });
  if (isRaster(painter) && allInFont) {
    QList<quint32> indexes;
    QList<QPointF> positions;
    double x = 0;
    for (const QChar character : text) {
      const Glyph& g = glyph(character);
      indexes << g.index;
      positions << QPointF(x + g.offset, 0);
      x += g.advance;
    }
    QGlyphRun run;
    run.setRawFont(digits_.raw);
    run.setGlyphIndexes(indexes);
    run.setPositions(positions);
    painter.drawGlyphRun(baseline, run);
    return;
  }
  double x = baseline.x();
  for (const QChar character : text) {
    const Glyph& g = glyph(character);
    painter.drawText(QPointF(x + g.offset, baseline.y()), QString(character));
    x += g.advance;
  }
}

void TabularText::drawRight(QPainter& painter, QPointF baselineEnd, const QString& text) const {
  draw(painter, baselineEnd - QPointF(width(text), 0), text);
}

void TabularText::drawCentered(QPainter& painter, QPointF centre, const QString& text) const {
  draw(painter, centre + QPointF(-width(text) / 2, digits_.capHeight / 2), text);
}

QString listNumber(double value, int decimals) {
  QString text = QString::number(std::fabs(value), 'f', decimals);
  const bool isZero =
      std::all_of(text.begin(), text.end(), [](QChar c) { return c == u'0' || c == u'.'; });
  if (value < 0 && !isZero) {
    text.prepend(QChar(0x2212));
  }
  return text;
}

QString cellNumber(double value, int decimals) {
  QString text = listNumber(value, decimals);
  const qsizetype zero = text.startsWith(QChar(0x2212)) ? 1 : 0;
  if (decimals > 0 && text[zero] == u'0') {
    return text.remove(zero, 1);
  }
  // No wider than the ".68" beside it.
  return listNumber(value, std::fabs(value) < 9.95 ? std::min(decimals, 1) : 0);
}

}  // namespace headscope
