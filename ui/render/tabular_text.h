#pragma once

#include <array>

#include <QFont>
#include <QGlyphRun>
#include <QPainter>
#include <QRawFont>
#include <QString>

namespace headscope {

// Numbers whose digits are all equally wide, so that they stand under each other. Inter's figures
// are proportional by default, and before Qt 6.7 a font's tabular figures cannot be switched on.
// Every digit is centred in the width of the widest; signs share one width too.
class TabularText {
 public:
  explicit TabularText(const QFont& font);

  // Whether a text is made of digits, signs, points, spaces and percent signs only.
  static bool isNumber(const QString& text);

  const QFont& font() const { return font_; }
  double width(const QString& text) const;
  double capHeight() const { return digits_.capHeight; }

  // In the painter's pen, starting at the baseline. In an SVG file it stays one text, whose digits
  // the viewer sets.
  void draw(QPainter& painter, QPointF baseline, const QString& text) const;
  void drawRight(QPainter& painter, QPointF baselineEnd, const QString& text) const;
  // Centred on a point, by width and by the height of the digits.
  void drawCentered(QPainter& painter, QPointF centre, const QString& text) const;

 private:
  struct Glyph {
    quint32 index = 0;   // in the raw font; 0: the font lacks it
    double advance = 0;  // of the slot
    double offset = 0;   // of the glyph in its slot
  };
  struct Digits {
    QRawFont raw;
    double capHeight = 0;
    std::array<Glyph, 16> glyphs;
  };
  static Digits digitsOf(const QFont& font);
  const Glyph& glyph(QChar character) const;

  QFont font_;
  Digits digits_;
};

// A value as it stands in a cell: ".68" below 1, "1.0" and "−3.4" below 10, "12" from there on.
// The minus is U+2212.
QString cellNumber(double value, int decimals);

// "0.677", "−3.45": as it stands in lists, with its leading zero.
QString listNumber(double value, int decimals);

}  // namespace headscope
